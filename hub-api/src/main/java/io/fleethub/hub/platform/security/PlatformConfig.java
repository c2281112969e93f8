package io.fleethub.hub.platform.security;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the platform itself. */
@ConfigMapping(prefix = "fleet.platform")
interface PlatformConfig {

    /** 64 hexadecimal characters; whoever has them can unseal every private key in the database. */
    Optional<String> masterKey();

    /** A file of mode 600 that holds the master key. */
    Optional<Path> masterKeyFile();
}
