package io.fleethub.simulator;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Follows some of a node's messages by a poisonous one. Confined to the node's loop. */
final class PoisonSender {

    private final Stage stage;
    private final int index;
    private final NodeSession session;
    private final RandomGenerator random;

    PoisonSender(Stage stage, int index, NodeSession session, RandomGenerator random) {
        this.stage = stage;
        this.index = index;
        this.session = session;
        this.random = random;
    }

    /** One of the good messages got through; perhaps it is the turn of a bad one. */
    void maybe() {
        double bad = stage.options().faults().bad();
        if (bad == 0 || random.nextDouble() >= bad) {
            return;
        }
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
