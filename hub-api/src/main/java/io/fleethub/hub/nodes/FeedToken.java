package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.security.ConfiguredSecret;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Knows the broker by its bearer token. Immutable; made at the start, so that a missing token is found then. */
@Startup
@ApplicationScoped
class FeedToken {

    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    FeedToken(NodesConfig config) {
        token = ConfiguredSecret.require("fleet.nodes.feed-token", config.feedToken(), config.feedTokenFile())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time. */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }
}
