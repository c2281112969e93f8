package io.fleethub.hub.bridge.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says when a hub that stays blind should make its connections anew: after a while, and not again before the same while. Confined
 * to one thread.
 */
final class Cure {

    private final Duration patience;
    private Instant last;

    /** @param begun when this hub began: it may be blind since long before, but its connections are new */
    Cure(Duration patience, Instant begun) {
        this.patience = patience;
        this.last = begun;
    }

    boolean isDue(Optional<Instant> blindSince, Instant now) {
        Instant begin = blindSince.filter(since -> since.isAfter(last)).orElse(last);
        if (blindSince.isEmpty() || Duration.between(begin, now).compareTo(patience) < 0) {
            return false;
        }
        last = now;
        return true;
    }
}
