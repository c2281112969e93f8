package io.fleethub.hub.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of users and sign-in. */
@ConfigMapping(prefix = "fleet.auth")
interface AuthConfig {

    /** The first administrator's address, used when there is no user yet. */
    @WithDefault("admin@fleethub.local")
    String adminEmail();

    /** The first administrator's password; without it one is generated and printed once. */
    Optional<String> adminPassword();

    /** A file of mode 600 that holds the first administrator's password. */
    Optional<Path> adminPasswordFile();

    /** How long an access token is good. */
    @WithDefault("PT15M")
    Duration accessTokenLifetime();

    /** How long a refresh token is good, unused. */
    @WithDefault("P30D")
    Duration refreshTokenLifetime();

    /** The work factor of bcrypt: each step doubles the time. */
    @WithDefault("10")
    @Min(4) @Max(16) int bcryptCost();

    /** Sign-ins that may be tried for one address within the window. */
    @WithDefault("10")
    @Min(1) int loginAttempts();

    /** How long failed sign-ins count, and so how long an address stays locked. */
    @WithDefault("PT15M")
    Duration loginWindow();
}
