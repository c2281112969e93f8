package io.fleethub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorArgumentsTest {

    @TempDir
    Path folder;

    private SimulationOptions options(String... more) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "abc\n");
        String[] words = new String[more.length + 8];
        System.arraycopy(
                new String[] {
                    "--data",
                    folder.toString(),
                    "--broker",
                    "mqtt://localhost:1883",
                    "--hub",
                    "http://localhost:8080/api/v1",
                    "--token-file",
                    token.toString()
                },
                0,
                words,
                0,
                8);
        System.arraycopy(more, 0, words, 8, more.length);
        return SimulatorArguments.parse(words).options();
    }

    @Test
    void readsRatesTimesAndTheToken() throws Exception {
        SimulationOptions options = options("--rate", "max", "--heartbeat", "500ms", "--nodes", "7", "--bad", "0.01");

        assertThat(options.token()).isEqualTo("abc");
        assertThat(options.hub()).isEqualTo(URI.create("http://localhost:8080/api/v1"));
        assertThat(options.load().rate()).isEqualTo(SimulationOptions.Load.UNPACED);
        assertThat(options.load().nodes()).isEqualTo(7);
        assertThat(options.timing().heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.timing().resendAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.faults().bad()).isEqualTo(0.01);
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThatThrownBy(() -> options("--nodes", "many")).hasMessage("--nodes: must be a whole number");
        assertThatThrownBy(() -> options("--nodes", "0")).hasMessage("--nodes: must be at least 1");
        assertThatThrownBy(() -> options("--duration")).hasMessage("--duration: needs TIME");
        assertThatThrownBy(() -> options("--speed", "3")).hasMessage("--speed: there is no such option");
        assertThatThrownBy(() -> options("--broker", "mqtts://localhost:8883"))
                .hasMessageStartingWith("--broker: must be mqtt://");
        assertThatThrownBy(() ->
                        SimulatorArguments.parse("--data", folder.toString()).options())
                .hasMessageStartingWith("--broker: is missing");
    }
}
