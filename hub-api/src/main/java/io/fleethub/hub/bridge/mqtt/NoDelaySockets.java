package io.fleethub.hub.bridge.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets that send at once (TCP_NODELAY), which Paho does not ask for: without it an acknowledging consumer waits for delayed
 * ACKs and is capped near 1,000 messages a second. Stateless, any thread.
 */
final class NoDelaySockets {

    private NoDelaySockets() {}

    static SocketFactory plain() {
        return new Plain(SocketFactory.getDefault());
    }

    static SSLSocketFactory tls(SSLSocketFactory factory) {
        return new Tls(factory);
    }

    private static Socket noDelay(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static final class Plain extends SocketFactory {

        private final SocketFactory factory;

        Plain(SocketFactory factory) {
            this.factory = factory;
        }

        @Override
        public Socket createSocket() throws IOException {
            return noDelay(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return noDelay(factory.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
                throws IOException {
            return noDelay(factory.createSocket(address, port, localAddress, localPort));
        }
    }

    /** Also leaves only TLS 1.2 and 1.3 enabled. */
    private static final class Tls extends SSLSocketFactory {

        private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

        private final SSLSocketFactory factory;

        Tls(SSLSocketFactory factory) {
            this.factory = factory;
        }

        private static Socket modern(Socket socket) throws IOException {
            ((SSLSocket) socket).setEnabledProtocols(PROTOCOLS);
            return noDelay(socket);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return modern(factory.createSocket());
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return modern(factory.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return modern(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return modern(factory.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return modern(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
                throws IOException {
            return modern(factory.createSocket(address, port, localAddress, localPort));
        }
    }
}
