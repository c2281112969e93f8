package io.fleethub.standalone.options;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every option of the launcher with its default and its line in the help text. */
enum Option {
    DATA("--data", "DIR", "~/.fleethub", "everything the fleet keeps: database, secrets, certificates, logs"),
    HTTP_PORT("--http-port", "N", "8080", "hub, plain HTTP (0 = any free port, as for every port)"),
    HTTPS_PORT("--https-port", "N", "8443", "hub, HTTPS"),
    MQTT_PORT("--mqtt-port", "N", "1883", "broker, plain MQTT"),
    MQTTS_PORT("--mqtts-port", "N", "8883", "broker, MQTT over TLS"),
    WSS_PORT("--wss-port", "N", "8884", "broker, MQTT over a TLS WebSocket, path /mqtt"),
    POSTGRES_PORT("--postgres-port", "N", "5433", "embedded PostgreSQL, loopback only"),
    PLAIN_HOST("--plain-host", "HOST", "127.0.0.1", "address of the plain listeners"),
    TLS_HOST("--tls-host", "HOST", "0.0.0.0", "address of the TLS listeners"),
    BIND("--bind", "HOST", "", "address of all listeners, plain ones too"),
    TLS_NAME("--tls-name", "NAME", "", "another host name or address for the server certificate; may be repeated"),
    TLS_CERTIFICATE(
            "--tls-certificate", "FILE", "", "a given server certificate chain (PEM), with --tls-key, --tls-ca"),
    TLS_KEY("--tls-key", "FILE", "", "its private key (PEM, PKCS#8)"),
    TLS_CA("--tls-ca", "FILE", "", "the CA that nodes are to pin (PEM)"),
    DATABASE("--database", "URL", "", "jdbc:postgresql://host:port/name instead of the embedded PostgreSQL"),
    ADMIN_EMAIL("--admin-email", "EMAIL", "admin@fleethub.local", "the first administrator; used at the first start"),
    HEARTBEAT("--heartbeat", "TIME", "60s", "of the demo's nodes"),
    SAMPLE("--sample", "TIME", "5s", "sampling interval of the demo's nodes"),
    LATE_AFTER("--late-after", "TIME", "", "a silent node is LATE (90s, or half of a given --offline-after)"),
    OFFLINE_AFTER("--offline-after", "TIME", "5m", "a silent node is OFFLINE"),
    SET("--set", "KEY=VALUE", "", "any configuration key of the hub, or FLEET_BROKER_… of the broker; may be repeated");

    private final String flag;
    private final String argument;
    private final String standard;
    private final String explanation;

    Option(String flag, String argument, String standard, String explanation) {
        this.flag = flag;
        this.argument = argument;
        this.standard = standard;
        this.explanation = explanation;
    }

    static Optional<Option> of(String flag) {
        return Arrays.stream(values())
                .filter(option -> option.flag.equals(flag))
                .findFirst();
    }

    static String help() {
        return Arrays.stream(values()).map(Option::line).collect(Collectors.joining("\n"));
    }

    String flag() {
        return flag;
    }

    String standard() {
        return standard;
    }

    boolean mayRepeat() {
        return this == SET || this == TLS_NAME;
    }

    private String line() {
        String text = "  %-24s %s".formatted(flag + " " + argument, explanation);
        return standard.isEmpty() ? text : text + " [" + standard + "]";
    }
}
