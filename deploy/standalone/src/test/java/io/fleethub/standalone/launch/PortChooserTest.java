package io.fleethub.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortChooserTest {
    private final PortChooser chooser = new PortChooser(new Random(4));

    @Test
    void zeroIsAFreePortThatIsNotChosenTwice() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(chooser.choose("--http-port", "127.0.0.1", 0));
        }

        assertThat(ports).hasSize(50).allMatch(port -> port >= 20_000 && port < 32_000);
    }

    @Test
    void aPortInUseIsOneLineThatNamesPortAndOption() throws IOException {
        try (ServerSocket busy = new ServerSocket()) {
            busy.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = busy.getLocalPort();

            assertThatThrownBy(() -> chooser.choose("--mqtt-port", "127.0.0.1", port))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--mqtt-port");
        }
    }

    @Test
    void onePortForTwoListenersNamesTheSecond() {
        int port = chooser.choose("--mqtt-port", "127.0.0.1", 0);

        assertThatThrownBy(() -> chooser.choose("--wss-port", "127.0.0.1", port))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("port " + port + " is given twice")
                .hasMessageContaining("--wss-port");
    }

    @Test
    void anUnknownAddressNamesTheOption() {
        assertThatThrownBy(() -> chooser.choose("--https-port", "256.1.1.1.invalid", 0))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("--https-port");
    }
}
