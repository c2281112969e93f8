package io.fleethub.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.options.OptionParser;
import io.fleethub.standalone.options.Options;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.process.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final List<String> PORTS = List.of("http", "https", "mqtt", "mqtts", "wss", "postgres");

    @TempDir
    Path folder;

    private Options options(Path data, String busy, int port) {
        List<String> arguments = new ArrayList<>(List.of("up", "--bind", "127.0.0.1", "--data", data.toString()));
        for (String name : PORTS) {
            arguments.add("--" + name + "-port=" + (name.equals(busy) ? port : 0));
        }
        return OptionParser.parse(arguments, folder);
    }

    private static Terminal terminal() {
        return new Terminal(new PrintStream(new ByteArrayOutputStream()));
    }

    private static ServerSocket bound() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "mqtt", "mqtts", "wss", "postgres"})
    void aFirstStartWithAPortInUseNamesPortAndOptionAndLeavesNothingBehind(String name) throws Exception {
        Path data = folder.resolve("new");
        try (ServerSocket busy = bound()) {
            Options options = options(data, name, busy.getLocalPort());

            assertThatThrownBy(() -> Launcher.open(options, folder, terminal()))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("port " + busy.getLocalPort())
                    .hasMessageContaining("--" + name + "-port");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void anotherStartWithAPortInUseMakesNoSecretsAndLetsTheNextOneIn() throws Exception {
        Path data = folder.resolve("there");
        Launcher.open(options(data, "none", 0), folder, terminal()).close();
        try (ServerSocket busy = bound();
                Launcher launcher = Launcher.open(options(data, "mqtt", busy.getLocalPort()), folder, terminal())) {
            assertThatThrownBy(launcher::run)
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("--mqtt-port");
        }
        assertThat(data.resolve("secrets")).doesNotExist();
        Launcher.open(options(data, "none", 0), folder, terminal()).close();
    }
}
