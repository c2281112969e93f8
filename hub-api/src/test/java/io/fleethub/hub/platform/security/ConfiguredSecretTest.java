package io.fleethub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredSecretTest {

    @TempDir
    Path folder;

    @Test
    void a_file_goes_before_a_value_and_loses_its_line_end() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "from-file\n");

        assertThat(ConfiguredSecret.find("key", Optional.of("value"), Optional.of(file)))
                .contains("from-file");
    }

    @Test
    void a_missing_file_is_an_error_that_names_the_key() {
        assertThatThrownBy(
                        () -> ConfiguredSecret.find("fleet.x", Optional.empty(), Optional.of(folder.resolve("none"))))
                .hasMessageContaining("fleet.x-file: cannot read");
    }

    @Test
    void an_empty_file_is_an_error_that_names_the_key() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), " \n");

        assertThatThrownBy(() -> ConfiguredSecret.find("fleet.x", Optional.empty(), Optional.of(file)))
                .hasMessageContaining("fleet.x-file")
                .hasMessageContaining("is empty");
    }

    @Test
    void what_is_required_and_missing_names_both_keys() {
        assertThatThrownBy(() -> ConfiguredSecret.require("fleet.x", Optional.of(" "), Optional.empty()))
                .hasMessage("fleet.x or fleet.x-file must be set");
    }
}
