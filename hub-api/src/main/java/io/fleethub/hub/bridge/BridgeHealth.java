package io.fleethub.hub.bridge;

import io.smallrye.health.api.HealthGroup;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The health item {@code bridge}, apart from readiness: the hub serves also while its broker is away. DOWN when no connection is open
 * or no probe comes through.
 */
@Wellness
@HealthGroup("bridge")
@ApplicationScoped
class BridgeHealth implements HealthCheck {

    private final Bridge bridge;
    private final BridgeConfig config;

    BridgeHealth(Bridge bridge, BridgeConfig config) {
        this.bridge = bridge;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        int open = bridge.openConnections();
        return HealthCheckResponse.named("bridge")
                .status(open > 0 && bridge.blindSince().isEmpty())
                .withData("broker", config.brokerUri().map(Object::toString).orElse("none configured"))
                .withData("connections", open + " of " + config.connections())
                .withData("lastProbeMillisAgo", bridge.sinceLastProbe().toMillis())
                .withData(
                        "blindSince", bridge.blindSince().map(Object::toString).orElse("-"))
                .build();
    }
}
