package io.fleethub.hub.auth;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param cookie false asks for the refresh token in the body, for clients that are not browsers
 */
record LoginRequest(
        @NotBlank @Size(max = 254) String email,
        @NotBlank @Size(max = 200) String password,
        @Nullable Boolean cookie) {

    boolean wantsCookie() {
        return cookie == null || cookie;
    }
}
