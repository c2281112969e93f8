package io.fleethub.broker.access;

import org.jspecify.annotations.Nullable;

/** What a client says of itself; nothing here is proven. */
public record ConnectAttempt(
        String clientId,
        @Nullable String userName,
        @Nullable Password password,
        @Nullable Will will) {

    /** The part of a will that access is about. */
    public record Will(String topic, boolean retained) {}
}
