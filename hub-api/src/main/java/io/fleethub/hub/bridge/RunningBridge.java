package io.fleethub.hub.bridge;

import io.fleethub.hub.bridge.canary.Canary;
import io.fleethub.hub.bridge.intake.Intake;
import io.fleethub.hub.bridge.mqtt.Connections;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A bridge from its start to its stop, in the one right order. Thread-safe; immutable. */
record RunningBridge(
        Connections connections,
        Intake intake,
        Canary canary,
        Duration stopTimeout,
        Clock clock,
        MeterRegistry metrics) {

    void start() {
        intake.start();
        connections.start();
        canary.start(
                () -> connections.open() > 0 && intake.isIdle(), () -> connections.renew("no probe comes through"));
    }

    /** Takes nothing more, finishes and acknowledges what is under way, says OFFLINE, leaves. What is left comes again. */
    void stop() {
        canary.stop();
        intake.stop(clock.instant().plus(stopTimeout));
        connections.stop();
    }

    int openConnections() {
        return connections.open();
    }

    Optional<Instant> statusBehindSince(Duration tolerated) {
        return intake.statusBehindSince(tolerated);
    }

    Duration longestInHand() {
        return intake.longestInHand();
    }

    CompletionStage<PublishOutcome> publish(Publication publication) {
        return connections.publish(publication).thenApply(outcome -> {
            metrics.counter(
                            "fleet_bridge_published",
                            "channel",
                            publication.channel().name(),
                            "outcome",
                            outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .increment();
            return outcome;
        });
    }
}
