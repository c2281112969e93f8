package io.fleethub.hub.live;

import io.fleethub.hub.live.EventHistory.Placed;

/** What is said on a stream. */
sealed interface LiveMessage {

    /** From which on a client that comes back can be given what it missed. */
    String id();

    /** An event. */
    record Happened(Placed placed) implements LiveMessage {
        @Override
        public String id() {
            return placed.id();
        }
    }

    /** Events are missing here. */
    record Reload(String id) implements LiveMessage {}

    /** Nothing but that the stream is alive. */
    record Sign(String id) implements LiveMessage {}
}
