package io.fleethub.agent.config;

import java.util.stream.Collectors;

/** The configuration in force as one line for the log; holds no secret. */
public final class ConfigSummary {

    private ConfigSummary() {}

    public static String of(AgentConfig config) {
        BrokerConfig broker = config.broker();
        return "nodeId=" + config.nodeId()
                + " brokerUri=" + broker.uri()
                + " brokerCaFile=" + (broker.caFile() == null ? "system" : broker.caFile())
                + " secret=" + config.secret()
                + " commandKeysFile=" + (config.commandKeysFile() == null ? "none" : config.commandKeysFile())
                + " dataDirectory=" + config.dataDirectory()
                + " heartbeatInterval=" + config.heartbeatInterval()
                + " sampleInterval=" + config.sampleInterval()
                + " services="
                + config.services().stream().map(ServiceConfig::name).collect(Collectors.joining(",", "[", "]"))
                + " logSources="
                + config.logSources().stream().map(LogSourceConfig::name).collect(Collectors.joining(",", "[", "]"))
                + " " + broker
                + " " + config.outbox()
                + " " + config.link()
                + " " + config.local()
                + " " + config.appMetrics();
    }
}
