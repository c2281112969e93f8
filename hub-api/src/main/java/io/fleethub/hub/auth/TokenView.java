package io.fleethub.hub.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * @param accessToken for the header {@code Authorization: Bearer}
 * @param expiresIn seconds
 * @param refreshToken only when it was asked for in the body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenView(
        String accessToken, long expiresIn, @Nullable String refreshToken) {}
