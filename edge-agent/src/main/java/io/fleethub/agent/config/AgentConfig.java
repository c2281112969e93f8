package io.fleethub.agent.config;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator decided for this agent, complete and checked. Immutable.
 *
 * @param commandKeysFile JWKS of the hub's command keys that this node pins; null when none were given
 */
public record AgentConfig(
        NodeId nodeId,
        NodeSecret secret,
        BrokerConfig broker,
        @Nullable Path commandKeysFile,
        Path dataDirectory,
        Duration heartbeatInterval,
        Duration sampleInterval,
        List<ServiceConfig> services,
        List<LogSourceConfig> logSources,
        OutboxConfig outbox,
        LinkConfig link,
        LocalConfig local,
        AppMetricsConfig appMetrics) {

    static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    static final Duration LONGEST_INTERVAL = Duration.ofHours(24);

    public AgentConfig {
        services = List.copyOf(services);
        logSources = List.copyOf(logSources);
        ConfigException.refuseUnless(
                !nodeId.isReserved(), "/nodeId", "must not be a name the platform keeps for itself");
        checkInterval("/heartbeatInterval", heartbeatInterval);
        checkInterval("/sampleInterval", sampleInterval);
        Set<String> serviceNames = new HashSet<>();
        for (int i = 0; i < services.size(); i++) {
            ConfigException.refuseUnless(
                    serviceNames.add(services.get(i).name()), "/services/" + i + "/name", "must be there only once");
        }
        Set<String> sourceNames = new HashSet<>();
        for (int i = 0; i < logSources.size(); i++) {
            ConfigException.refuseUnless(
                    sourceNames.add(logSources.get(i).name()), "/logSources/" + i + "/name", "must be there only once");
        }
    }

    private static void checkInterval(String key, Duration interval) {
        ConfigException.refuseUnless(
                interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0,
                key,
                "must be from " + SHORTEST_INTERVAL + " to " + LONGEST_INTERVAL);
    }

    public Optional<ServiceConfig> service(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    public Optional<LogSourceConfig> logSource(String name) {
        return logSources.stream().filter(source -> source.name().equals(name)).findFirst();
    }
}
