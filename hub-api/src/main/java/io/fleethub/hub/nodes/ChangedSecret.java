package io.fleethub.hub.nodes;

import java.time.Instant;

/**
 * @param secret shown this once
 * @param overlapUntil when the old secret ends
 */
record ChangedSecret(String secret, Instant overlapUntil) {

    @Override
    public String toString() {
        return "ChangedSecret[until " + overlapUntil + "]";
    }
}
