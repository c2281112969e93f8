package io.fleethub.agent.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Names this boot of the machine; uptimes are comparable within one boot only. */
public record BootId(String value) {

    /** @param root the root of the file system; a test's folder in tests */
    public static BootId read(Path root) {
        try {
            String text = Files.readString(root.resolve("proc/sys/kernel/random/boot_id"))
                    .strip();
            return new BootId(UUID.fromString(text).toString());
        } catch (IOException | IllegalArgumentException e) {
            // Without the kernel's word each start of the agent counts as a boot: reports are then never ordered by a
            // wrong uptime.
            return new BootId(UUID.randomUUID().toString());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
