package io.fleethub.standalone.launch;

import io.fleethub.standalone.options.Listeners;
import io.fleethub.standalone.options.Ports;
import java.net.URI;

/** Where everything listens, after the choice of ports, and how this machine reaches it. */
public record Endpoints(Listeners listeners, Ports ports) {

    static Endpoints choose(Listeners listeners, Ports wanted, boolean withPostgres, PortChooser chooser) {
        String plain = listeners.plainHost();
        String tls = listeners.tlsHost();
        return new Endpoints(
                listeners,
                new Ports(
                        chooser.choose("--http-port", plain, wanted.http()),
                        chooser.choose("--https-port", tls, wanted.https()),
                        chooser.choose("--mqtt-port", plain, wanted.mqtt()),
                        chooser.choose("--mqtts-port", tls, wanted.mqtts()),
                        chooser.choose("--wss-port", tls, wanted.wss()),
                        withPostgres ? chooser.choose("--postgres-port", "127.0.0.1", wanted.postgres()) : 0));
    }

    public URI hub() {
        return uri("http", reachable(listeners.plainHost()), ports.http(), "");
    }

    public URI hubOverTls() {
        return uri("https", tlsName(), ports.https(), "");
    }

    public URI mqtt() {
        return uri("mqtt", reachable(listeners.plainHost()), ports.mqtt(), "");
    }

    public URI mqtts() {
        return uri("mqtts", tlsName(), ports.mqtts(), "");
    }

    public URI wss() {
        return uri("wss", tlsName(), ports.wss(), "/mqtt");
    }

    /** A brought certificate may not be for a loopback address, so its first name is used; ours always is. */
    private String tlsName() {
        return listeners.given().isPresent() && !listeners.tlsNames().isEmpty()
                ? listeners.tlsNames().get(0)
                : reachable(listeners.tlsHost());
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "0:0:0:0:0:0:0:0" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    private static URI uri(String scheme, String host, int port, String path) {
        return URI.create(scheme + "://" + host + ":" + port + path);
    }
}
