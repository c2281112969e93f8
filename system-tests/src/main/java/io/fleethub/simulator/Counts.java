package io.fleethub.simulator;

/**
 * What a run has done so far.
 *
 * @param made reports that came into an outbox
 * @param published reports sent for the first time, in so many {@code messages}
 * @param acknowledged reports with a PUBACK, in so many {@code acknowledgedMessages}, sent again ones too
 * @param confirmed reports that a sync covered, and that are forgotten
 * @param again reports that were sent another time
 * @param givenUp reports dropped after single sending
 * @param heldBack reports not made because an outbox was full
 * @param refusedPublishes PUBACKs with a refusal
 * @param poison poisonous messages published
 * @param repeated messages published once more on purpose
 * @param syncsBeyond syncs that claimed more than was ever made
 * @param online nodes that are connected and have said BIRTH
 */
public record Counts(
        long made,
        long published,
        long messages,
        long acknowledged,
        long acknowledgedMessages,
        long confirmed,
        long again,
        long givenUp,
        long heldBack,
        long refusedPublishes,
        long poison,
        long poisonAcknowledged,
        long repeated,
        long connects,
        long failedConnects,
        long disconnects,
        long syncs,
        long syncsBeyond,
        int online) {

    /** The part of what was published that was sent another time, from 0. */
    public double againShare() {
        return published == 0 ? 0 : (double) again / published;
    }

    /** Reports that the nodes still hold. */
    public long waiting() {
        return made - confirmed - givenUp;
    }
}
