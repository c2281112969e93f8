package io.fleethub.agent.outbox;

import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.SeqRange;
import java.util.List;

/** What a HubSync says about a stream, as sets of numbers. Immutable. */
record HubAnswer(SeqRanges covered, boolean complete) {

    static HubAnswer of(HubSync sync, long committedThrough) {
        SeqRanges covered = SeqRanges.of(1, committedThrough);
        List<SeqRange> ranges = sync.rangesOrNone();
        for (SeqRange range : ranges) {
            covered = covered.union(SeqRanges.of(range.from(), range.to()));
        }
        return new HubAnswer(covered, ranges.size() < HubSync.MAX_RANGES);
    }

    /** What was confirmed before the hub was asked, and is not in its answer: the hub went back in time. */
    SeqRanges lostSince(SeqRanges confirmedBefore) {
        SeqRanges missing = confirmedBefore.minus(covered);
        // a full list may have been cut: beyond its end it says nothing
        return complete ? missing : missing.within(1, covered.highest().orElse(0));
    }
}
