package io.fleethub.hub.auth;

import java.time.Duration;

/** The tokens of one sign-in. */
record SignedIn(String accessToken, Duration accessLifetime, OpaqueToken refreshToken, Duration refreshLifetime) {}
