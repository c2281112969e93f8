package io.fleethub.agent.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What this machine says about itself, the most trustworthy first: the board's serial number, the firmware's, the
 * installation's id. Several facts are kept, because an ordinary user may not read all that root can. Immutable.
 */
public record MachineIdentity(Map<String, String> facts) {

    private static final Map<String, String> SOURCES = sources();

    public MachineIdentity {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("device-tree", "proc/device-tree/serial-number");
        sources.put("product-uuid", "sys/class/dmi/id/product_uuid");
        sources.put("board-serial", "sys/class/dmi/id/board_serial");
        sources.put("machine-id", "etc/machine-id");
        return sources;
    }

    /** @param root the root of the file system; a test's folder in tests */
    public static MachineIdentity read(Path root) {
        Map<String, String> facts = new LinkedHashMap<>();
        SOURCES.forEach((name, file) -> readFact(root.resolve(file)).ifPresent(value -> facts.put(name, value)));
        return new MachineIdentity(facts);
    }

    private static Optional<String> readFact(Path file) {
        try {
            // a device tree ends its texts with NUL
            String text = Files.readString(file).replace("\0", "").strip();
            boolean placeholder = text.chars().allMatch(c -> c == '0' || c == '-') || text.contains(" ");
            return placeholder ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty(); // not on this machine, or not for this user
        }
    }

    /** What names the machine when the operator did not. */
    public Optional<String> serial() {
        return facts.values().stream().findFirst();
    }

    /** Compares the strongest fact that both know; without a common one nothing speaks against it. */
    public boolean mayBeSameAs(MachineIdentity other) {
        for (String name : SOURCES.keySet()) {
            if (facts.containsKey(name) && other.facts.containsKey(name)) {
                return Objects.equals(facts.get(name), other.facts.get(name));
            }
        }
        return true;
    }
}
