package io.fleethub.simulator;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Follows some of a node's messages by a poisonous one, and publishes some once more. Confined to the node's loop. */
final class FaultSender {

    private static final int REPEATED_WITHIN_MILLIS = 3_000;

    private final Stage stage;
    private final int index;
    private final NodeSession session;
    private final RandomGenerator random;

    FaultSender(Stage stage, int index, NodeSession session, RandomGenerator random) {
        this.stage = stage;
        this.index = index;
        this.session = session;
        this.random = random;
    }

    /** One of the good messages got through; perhaps it is the turn of a bad one, or of the same again. */
    void accepted(byte[] good) {
        if (random.nextDouble() < stage.options().faults().bad()) {
            poison();
        }
        if (random.nextDouble() < stage.options().faults().twice()) {
            Duration wait = Duration.ofMillis(random.nextInt(REPEATED_WITHIN_MILLIS));
            session.later(
                    wait,
                    () -> session.publishTelemetry(
                            good, outcome -> stage.statistics().repeated.increment()));
        }
    }

    private void poison() {
        byte[] payload = Poison.next(random);
        stage.statistics().poison.increment();
        session.publishTelemetry(payload, outcome -> {
            if (outcome == PublishOutcome.ACCEPTED) {
                stage.statistics().poisonAcknowledged.increment();
                stage.journal().bad(index, sha256(payload));
            }
        });
    }

    private static String sha256(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
