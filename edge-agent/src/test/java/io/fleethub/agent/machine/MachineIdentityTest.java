package io.fleethub.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineIdentityTest {

    @TempDir
    Path root;

    @Test
    void prefersTheBoardsSerialToTheInstallationsId() throws IOException {
        write("proc/device-tree/serial-number", "10000000abcdef01\0");
        write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");

        MachineIdentity machine = MachineIdentity.read(root);

        assertThat(machine.serial()).contains("10000000abcdef01");
        assertThat(machine.facts()).containsOnlyKeys("device-tree", "machine-id");
    }

    @Test
    void ignoresWhatVendorsLeaveEmpty() throws IOException {
        write("sys/class/dmi/id/product_uuid", "00000000-0000-0000-0000-000000000000\n");
        write("sys/class/dmi/id/board_serial", "To be filled by O.E.M.\n");
        write("etc/machine-id", "\n");

        assertThat(MachineIdentity.read(root).facts()).isEmpty();
    }

    @Test
    void judgesByTheStrongestFactThatBothKnow() {
        MachineIdentity before = new MachineIdentity(Map.of("device-tree", "a", "machine-id", "x"));

        assertThat(before.mayBeSameAs(new MachineIdentity(Map.of("device-tree", "a", "machine-id", "y"))))
                .isTrue();
        assertThat(before.mayBeSameAs(new MachineIdentity(Map.of("device-tree", "b", "machine-id", "x"))))
                .isFalse();
        assertThat(before.mayBeSameAs(new MachineIdentity(Map.of("machine-id", "y"))))
                .isFalse();
        assertThat(before.mayBeSameAs(new MachineIdentity(Map.of("product-uuid", "z"))))
                .isTrue();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
