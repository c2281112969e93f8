package io.fleethub.broker.server;

import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the broker's config.xml: the packaged one or the operator's, with the listeners of this start. Stateless. */
final class ConfigFile {

    static final String WEBSOCKET_PATH = "/mqtt";
    private static final String PACKAGED = "/hivemq/conf/config.xml";
    private static final String LISTENERS = "@LISTENERS@";
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /** Forward secrecy and authenticated encryption only. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private ConfigFile() {}

    static void write(
            @Nullable Path template, List<ListenerSettings> listeners, @Nullable PemKeyStore keyStore, Path folder)
            throws StartRefusedException {
        StringBuilder xml = new StringBuilder();
        for (ListenerSettings listener : listeners) {
            append(xml, listener, keyStore);
        }
        Path file = folder.resolve("config.xml");
        try {
            String rendered = template(template).replace(LISTENERS, xml);
            PrivateFiles.replace(file, rendered.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartRefusedException("cannot write " + file, e);
        }
    }

    private static String template(@Nullable Path template) throws IOException {
        if (template != null) {
            return Files.readString(template, StandardCharsets.UTF_8);
        }
        try (InputStream packaged = ConfigFile.class.getResourceAsStream(PACKAGED)) {
            if (packaged == null) {
                throw new IOException("no " + PACKAGED + " in the broker's jar");
            }
            return new String(packaged.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void append(StringBuilder xml, ListenerSettings listener, @Nullable PemKeyStore keyStore) {
        boolean tls = listener.kind().overTls();
        boolean webSocket = listener.kind().overWebSocket();
        String element = (tls ? "tls-" : "") + (webSocket ? "websocket" : "tcp") + "-listener";
        xml.append('<').append(element).append('>');
        append(xml, "port", Integer.toString(listener.port()));
        append(xml, "bind-address", listener.host());
        append(xml, "name", listener.kind().scheme());
        if (webSocket) {
            append(xml, "path", WEBSOCKET_PATH);
            xml.append("<subprotocols>");
            append(xml, "subprotocol", "mqtt");
            xml.append("</subprotocols>");
        }
        if (tls && keyStore != null) {
            appendTls(xml, keyStore);
        }
        xml.append("</").append(element).append(">\n        ");
    }

    private static void appendTls(StringBuilder xml, PemKeyStore keyStore) {
        xml.append("<tls><keystore>");
        append(xml, "path", keyStore.file().toString());
        append(xml, "password", keyStore.password());
        append(xml, "private-key-password", keyStore.password());
        xml.append("</keystore><protocols>");
        PROTOCOLS.forEach(protocol -> append(xml, "protocol", protocol));
        xml.append("</protocols><cipher-suites>");
        CIPHER_SUITES.forEach(suite -> append(xml, "cipher-suite", suite));
        xml.append("</cipher-suites>");
        append(xml, "client-authentication-mode", "NONE");
        xml.append("</tls>");
    }

    private static void append(StringBuilder xml, String element, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        xml.append('<').append(element).append('>');
        xml.append(escaped).append("</").append(element).append('>');
    }
}
