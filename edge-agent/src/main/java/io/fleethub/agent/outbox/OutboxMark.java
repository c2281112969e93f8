package io.fleethub.agent.outbox;

import io.fleethub.schemas.message.StatusReport.OutboxState;

/**
 * What is on disk: the snapshot that everyone but the writer sees. Immutable.
 *
 * @param firstSeq the smallest number held, {@code lastSeq + 1} when none is
 */
record OutboxMark(StreamRow stream, long firstSeq) {

    String streamId() {
        return stream.streamId();
    }

    long lastSeq() {
        return stream.lastSeq();
    }

    SeqRanges confirmed() {
        return stream.confirmed();
    }

    /** Numbers from one to another that the hub has not confirmed; some may be held no longer. */
    SeqRanges unconfirmed(long from, long to) {
        return SeqRanges.of(Math.max(from, firstSeq), Math.min(to, lastSeq())).minus(confirmed());
    }

    OutboxView view() {
        long waiting = unconfirmed(1, lastSeq()).size();
        long held = lastSeq() - firstSeq + 1;
        return new OutboxView(waiting, held - waiting, Math.max(0, stream.bytes()), stream.dropped(), stream.refused());
    }

    OutboxState state() {
        return new OutboxState(
                streamId(), firstSeq, lastSeq(), Math.max(0, stream.bytes()), stream.dropped(), stream.refused());
    }
}
