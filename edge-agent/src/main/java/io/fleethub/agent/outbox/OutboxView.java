package io.fleethub.agent.outbox;

/**
 * The outbox in figures, for people and metrics. Immutable.
 *
 * @param waiting reports that the hub has not confirmed
 * @param kept confirmed ones, kept to refill a hub that was restored
 * @param dropped lost at the cap, ever
 * @param refused given up, ever
 */
public record OutboxView(long waiting, long kept, long bytes, long dropped, long refused) {

    OutboxView plus(OutboxView other) {
        return new OutboxView(
                waiting + other.waiting,
                kept + other.kept,
                bytes + other.bytes,
                dropped + other.dropped,
                refused + other.refused);
    }
}
