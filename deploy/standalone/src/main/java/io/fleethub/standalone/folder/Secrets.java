package io.fleethub.standalone.folder;

import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secrets of one data folder, a file of mode 600 each: made when first asked for, the same ever after. */
public final class Secrets {
    private static final String SPEAKABLE = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int ADMIN_PASSWORD_LENGTH = 20;

    /** Who knows what; the names are those of the files. */
    public enum Secret {
        HUB_MQTT("hub-mqtt"),
        FEED_TOKEN("feed-token"),
        MASTER_KEY("master-key"),
        ADMIN_PASSWORD("admin-password"),
        POSTGRES("postgres"),
        FLEET_OWNER("fleet-owner"),
        FLEET_HUB("fleet-hub"),
        FLEET_INGEST("fleet-ingest"),
        FLEET_VERIFIER("fleet-verifier");

        private final String fileName;

        Secret(String fileName) {
            this.fileName = fileName;
        }
    }

    private final Path folder;
    private final SecureRandom random;

    public Secrets(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /** The file that holds the secret. */
    public Path file(Secret secret) {
        Path file = folder.resolve(secret.fileName);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, make(secret) + "\n");
            }
            return file;
        } catch (IOException e) {
            throw new LaunchException("the secret " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The secret itself. */
    public String value(Secret secret) {
        Path file = file(secret);
        try {
            String value = PrivateFiles.read(file);
            if (value.isEmpty()) {
                throw new LaunchException("the secret " + file + " is empty");
            }
            return value;
        } catch (IOException e) {
            throw new LaunchException("the secret " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** 256 random bits; the administrator's is typed by a person: 20 characters without look-alikes, 100 bits. */
    private String make(Secret secret) {
        if (secret == Secret.ADMIN_PASSWORD) {
            StringBuilder password = new StringBuilder();
            random.ints(ADMIN_PASSWORD_LENGTH, 0, SPEAKABLE.length())
                    .forEach(index -> password.append(SPEAKABLE.charAt(index)));
            return password.toString();
        }
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
