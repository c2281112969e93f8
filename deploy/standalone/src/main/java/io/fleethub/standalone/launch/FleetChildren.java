package io.fleethub.standalone.launch;

import io.fleethub.standalone.folder.DataFolder;
import io.fleethub.standalone.folder.Secrets;
import io.fleethub.standalone.folder.Secrets.Secret;
import io.fleethub.standalone.options.Options;
import io.fleethub.standalone.pki.TlsFiles;
import io.fleethub.standalone.process.ChildSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How broker, hub and agents are run: their command lines and their environment. Nothing secret is on a command line. */
final class FleetChildren {
    static final String BROKER = "broker";
    static final String HUB = "hub";

    private final DataFolder folder;
    private final Secrets secrets;
    private final TlsFiles tls;
    private final Endpoints endpoints;
    private final Applications applications;

    FleetChildren(DataFolder folder, Secrets secrets, TlsFiles tls, Endpoints endpoints, Applications applications) {
        this.folder = folder;
        this.secrets = secrets;
        this.tls = tls;
        this.endpoints = endpoints;
        this.applications = applications;
    }

    ChildSpec broker(Options options) {
        Path home = folder.folder(BROKER);
        Map<String, String> environment = new HashMap<>();
        environment.put("FLEET_BROKER_HOME", home.toString());
        environment.put("FLEET_BROKER_MQTT_HOST", endpoints.listeners().plainHost());
        environment.put("FLEET_BROKER_MQTT_PORT", text(endpoints.ports().mqtt()));
        environment.put("FLEET_BROKER_MQTTS_HOST", endpoints.listeners().tlsHost());
        environment.put("FLEET_BROKER_MQTTS_PORT", text(endpoints.ports().mqtts()));
        environment.put("FLEET_BROKER_WSS_HOST", endpoints.listeners().tlsHost());
        environment.put("FLEET_BROKER_WSS_PORT", text(endpoints.ports().wss()));
        environment.put("FLEET_BROKER_TLS_CERTIFICATE_FILE", tls.certificate().toString());
        environment.put("FLEET_BROKER_TLS_KEY_FILE", tls.key().toString());
        environment.put(
                "FLEET_BROKER_HUB_SECRET_FILE", secrets.file(Secret.HUB_MQTT).toString());
        environment.put("FLEET_BROKER_FEED_URL", endpoints.hub() + "/api/v1/broker/credentials");
        environment.put(
                "FLEET_BROKER_FEED_TOKEN_FILE", secrets.file(Secret.FEED_TOKEN).toString());
        environment.putAll(options.brokerSettings());
        String classPath = applications.broker().resolve("lib") + "/*";
        return new ChildSpec(BROKER, Java.broker("-cp", classPath, "io.fleethub.broker.BrokerMain"), environment, home);
    }

    ChildSpec hub(Options options, String databaseUrl, FirstAdministrator administrator) {
        Path home = folder.folder(HUB);
        Map<String, String> environment = new HashMap<>();
        environment.put("FLEET_DATABASE_URL", databaseUrl);
        environment.put("FLEET_DATABASE_OWNER_PASSWORD", secrets.value(Secret.FLEET_OWNER));
        environment.put("FLEET_DATABASE_HUB_PASSWORD", secrets.value(Secret.FLEET_HUB));
        environment.put("FLEET_DATABASE_INGEST_PASSWORD", secrets.value(Secret.FLEET_INGEST));
        environment.put(
                "FLEET_PLATFORM_MASTER_KEY_FILE",
                secrets.file(Secret.MASTER_KEY).toString());
        environment.put("FLEET_HTTP_TLS_HOST", endpoints.listeners().tlsHost());
        environment.put("FLEET_BRIDGE_BROKER_URI", endpoints.mqtt().toString());
        environment.put(
                "FLEET_BRIDGE_SECRET_FILE", secrets.file(Secret.HUB_MQTT).toString());
        environment.put("FLEET_BRIDGE_STATE_DIRECTORY", home.toString());
        environment.put(
                "FLEET_NODES_FEED_TOKEN_FILE", secrets.file(Secret.FEED_TOKEN).toString());
        environment.put("FLEET_NODES_LATE_AFTER", options.timing().lateAfter().toString());
        environment.put(
                "FLEET_NODES_OFFLINE_AFTER", options.timing().offlineAfter().toString());
        environment.put("FLEET_AUTH_ADMIN_EMAIL", administrator.email());
        environment.put(
                "FLEET_AUTH_ADMIN_PASSWORD_FILE",
                secrets.file(Secret.ADMIN_PASSWORD).toString());
        environment.put("QUARKUS_HTTP_HOST", endpoints.listeners().plainHost());
        environment.put("QUARKUS_HTTP_PORT", text(endpoints.ports().http()));
        environment.put("QUARKUS_HTTP_SSL_PORT", text(endpoints.ports().https()));
        environment.put("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", tls.certificate().toString());
        environment.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", tls.key().toString());
        List<String> arguments = new ArrayList<>();
        options.hubSettings().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        arguments.add("-jar");
        arguments.add(applications.hub().resolve("quarkus-run.jar").toString());
        return new ChildSpec(HUB, Java.hub(arguments.toArray(String[]::new)), environment, home);
    }

    ChildSpec agent(String nodeId, Path configFile) {
        String jar = applications.agent().resolve("edge-agent.jar").toString();
        List<String> command = Java.agent("-jar", jar, "--config", configFile.toString());
        return new ChildSpec(nodeId, command, Map.of(), folder.folder("nodes").resolve(nodeId));
    }

    private static String text(int port) {
        return Integer.toString(port);
    }
}
