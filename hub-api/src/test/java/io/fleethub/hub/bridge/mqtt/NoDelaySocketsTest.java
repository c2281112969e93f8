package io.fleethub.hub.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class NoDelaySocketsTest {

    @Test
    void tcp_nodelay_is_set_on_plain_sockets() throws IOException {
        try (Socket socket = NoDelaySockets.plain().createSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void tcp_nodelay_is_set_on_tls_sockets_which_speak_tls_1_2_and_1_3_only() throws IOException {
        try (Socket socket = BrokerTrust.sockets(Optional.empty()).createSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(((SSLSocket) socket).getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        }
    }
}
