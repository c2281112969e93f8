package io.fleethub.broker.config;

/**
 * One address that clients may connect to.
 *
 * @param portVariable the environment variable of the port, named when the port cannot be used
 * @param port 0 for any free one
 */
public record ListenerSettings(Kind kind, String portVariable, String host, int port) {

    /** The way in; the spelling is that of the ready line. */
    public enum Kind {
        MQTT("mqtt"),
        MQTTS("mqtts"),
        WS("ws"),
        WSS("wss");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        public String scheme() {
            return scheme;
        }

        public boolean overTls() {
            return this == MQTTS || this == WSS;
        }

        public boolean overWebSocket() {
            return this == WS || this == WSS;
        }
    }
}
