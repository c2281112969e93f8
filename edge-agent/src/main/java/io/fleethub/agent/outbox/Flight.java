package io.fleethub.agent.outbox;

/**
 * Reports that were published in one message and are not all confirmed yet. Immutable.
 *
 * @param rest the numbers still unconfirmed
 * @param publishedNanos when they were handed over last
 * @param waitNanos how much later than that a status must have been published for its answer to mean that they are lost
 * @param turns how often they were sent again without progress
 * @param alone whether they go singly because their message never got through
 */
record Flight(SeqRanges rest, int bytes, long publishedNanos, long waitNanos, int turns, boolean alone) {

    static Flight first(SeqRanges seqs, int bytes, long now, long waitNanos) {
        return new Flight(seqs, bytes, now, waitNanos, 0, false);
    }

    /** Without what is confirmed now; progress makes patience begin anew. */
    Flight after(SeqRanges confirmed, long firstWaitNanos) {
        SeqRanges left = rest.minus(confirmed);
        return left.equals(rest) ? this : new Flight(left, bytes, publishedNanos, firstWaitNanos, 0, alone);
    }

    boolean lostAt(long statusPublishedNanos) {
        return statusPublishedNanos - publishedNanos >= waitNanos;
    }

    Flight again(long now, long maxWaitNanos) {
        return new Flight(rest, bytes, now, Math.min(2 * waitNanos, maxWaitNanos), turns + 1, alone);
    }

    Flight oneOf(long seq, int itsBytes, long now) {
        return new Flight(SeqRanges.of(seq, seq), itsBytes, now, waitNanos, 0, true);
    }

    /** What is left when some of it goes by itself; as due as before. */
    Flight without(Flight part) {
        return new Flight(
                rest.minus(part.rest()), Math.max(0, bytes - part.bytes()), publishedNanos, waitNanos, turns, alone);
    }
}
