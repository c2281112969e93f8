package io.fleethub.hub.auth;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param refreshToken what login or refresh gave in the body; a browser sends its cookie instead
 */
record RefreshRequest(@Nullable @Size(max = 200) String refreshToken) {}
