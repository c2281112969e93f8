package io.fleethub.hub.commands;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what the dispatcher does with the command that holds a node's place. Pure and stateless. */
final class DispatchRules {

    /** A message expiry is whole seconds and at least one. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    /**
     * A node as presence knows it.
     *
     * @param state of {@code node_presence}
     * @param storageId the node's own database; null for a stranger that names none
     */
    record Reach(String state, @Nullable String storageId) {

        static final Reach NEVER_SEEN = new Reach("NEVER_SEEN", null);

        /** Commands are published only to a node that is there. */
        boolean reachable() {
            return online() || state.equals("LATE");
        }

        boolean online() {
            return state.equals("ONLINE");
        }
    }

    /**
     * The command that holds a node's place.
     *
     * @param publishedAt when it was last published
     * @param storageId the node's database when it was published
     * @param resend a birth has asked for it
     * @param life how long a message may still live
     */
    record Flight(
            CommandStatus status,
            Instant publishedAt,
            @Nullable String storageId,
            boolean resend,
            Duration life) {}

    /** What to do with it. */
    sealed interface Step {

        /** Publish it, again with the same attempt. */
        record Publish() implements Step {}

        /** The node's journal is gone: nobody knows whether the attempt ran. */
        record LoseJournal() implements Step {}

        /** Nothing before this time. */
        record LookAgain(Instant at) implements Step {}

        /** Nothing until an answer, a birth or a deadline. */
        record Wait() implements Step {}
    }

    private DispatchRules() {}

    static Step next(Flight flight, Reach reach, Instant now, Duration resendAfter) {
        if (reach.storageId() != null && !reach.storageId().equals(flight.storageId())) {
            return new Step.LoseJournal();
        }
        if (!mayBePublished(flight.life()) || flight.status() == CommandStatus.CANCELING) {
            return new Step.Wait();
        }
        if (flight.resend()) {
            return new Step.Publish();
        }
        if (!flight.status().isUnanswered()) {
            return new Step.Wait();
        }
        Instant resendAt = flight.publishedAt().plus(resendAfter);
        if (now.isBefore(resendAt)) {
            return new Step.LookAgain(resendAt);
        }
        return reach.online() ? new Step.Publish() : new Step.LookAgain(now.plus(resendAfter));
    }

    static boolean mayBePublished(Duration life) {
        return life.compareTo(SHORTEST_LIFE) >= 0;
    }
}
