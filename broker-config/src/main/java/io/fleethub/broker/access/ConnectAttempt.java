package io.fleethub.broker.access;

import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself; nothing here is proven.
 *
 * @param password its bytes; never printed
 */
public record ConnectAttempt(
        String clientId,
        @Nullable String userName,
        byte @Nullable [] password,
        @Nullable Will will) {

    /** The part of a will that access is about. */
    public record Will(String topic, boolean retained) {}

    @Override
    public String toString() {
        return "ConnectAttempt[clientId=" + clientId + ", userName=" + userName + ", password=********, will=" + will
                + ']';
    }
}
