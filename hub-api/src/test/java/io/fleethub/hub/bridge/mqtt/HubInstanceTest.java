package io.fleethub.hub.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubInstanceTest {

    @TempDir
    Path directory;

    @Test
    void a_restarted_hub_finds_its_name_and_so_its_sessions() {
        HubInstance first = HubInstance.keptIn(directory.resolve("new"));

        HubInstance second = HubInstance.keptIn(directory.resolve("new"));

        assertThat(second.clientId(3))
                .isEqualTo(first.clientId(3))
                .startsWith("HUB:")
                .endsWith(":3");
    }

    @Test
    void a_damaged_file_is_named_and_not_replaced() throws IOException {
        Files.writeString(directory.resolve("instance"), "Not A Name");

        assertThatThrownBy(() -> HubInstance.keptIn(directory)).hasMessageContaining("fleet.bridge.state-directory");
    }
}
