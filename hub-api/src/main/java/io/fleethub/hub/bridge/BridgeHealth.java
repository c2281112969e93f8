package io.fleethub.hub.bridge;

import io.smallrye.health.api.HealthGroup;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The health item {@code bridge}, apart from readiness: the hub serves also while its broker is away. DOWN when no connection is open,
 * no probe comes through, or a worker is stuck with what it has in hand.
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
        boolean stuck = bridge.longestInHand().compareTo(config.canaryLateAfter()) > 0;
        return HealthCheckResponse.named("bridge")
                .status(open > 0 && bridge.blindSince().isEmpty() && !stuck)
                .withData("broker", config.brokerUri().map(Object::toString).orElse("none configured"))
                .withData("connections", open + " of " + config.connections())
                .withData("longestInHandMillis", bridge.longestInHand().toMillis())
                .withData("lastProbeMillisAgo", bridge.sinceLastProbe().toMillis())
                .withData(
                        "blindSince", bridge.blindSince().map(Object::toString).orElse("-"))
                .build();
    }
}
