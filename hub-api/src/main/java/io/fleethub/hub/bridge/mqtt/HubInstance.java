package io.fleethub.hub.bridge.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * This hub's name at the broker, kept on disk: with it a restarted hub finds its sessions, and all that was queued in them.
 *
 * @param value goes into the client ids {@code HUB:<instance>:<n>}
 */
public record HubInstance(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]{8,36}");
    private static final String FILE = "instance";

    public HubInstance {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("instance must match " + FORM.pattern() + ": " + value);
        }
    }

    /** Reads the name, or makes it at the first start. */
    public static HubInstance keptIn(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (Files.exists(file)) {
                return new HubInstance(Files.readString(file).strip());
            }
            Files.createDirectories(directory);
            HubInstance made = new HubInstance(
                    UUID.randomUUID().toString().replace("-", "").substring(0, 12));
            Path draft = Files.writeString(directory.resolve(FILE + ".new"), made.value() + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("fleet.bridge.state-directory: cannot keep the instance name in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "fleet.bridge.state-directory: " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    public String clientId(int connection) {
        return "HUB:" + value + ":" + connection;
    }
}
