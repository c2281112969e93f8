package io.fleethub.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is and how to keep a connection to it.
 *
 * @param uri {@code mqtt}, {@code mqtts} or {@code wss}, host, and port unless it is the usual one
 * @param caFile PEM of the only authorities trusted; null means the system's
 * @param backOffInitial the first wait after a failed attempt; doubled with each further one
 * @param stableAfter how long a connection must have lasted for the wait to begin small again
 * @param inFlight publishes without an acknowledgement; below the broker's receive maximum
 */
public record BrokerConfig(
        URI uri,
        @Nullable Path caFile,
        Duration connectTimeout,
        Duration keepAlive,
        Duration backOffInitial,
        Duration backOffAtMost,
        Duration stableAfter,
        int inFlight) {

    private static final Set<String> SCHEMES = Set.of("mqtt", "mqtts", "wss");

    public BrokerConfig {
        ConfigException.refuseUnless(
                uri.getScheme() != null && SCHEMES.contains(uri.getScheme()),
                "/brokerUri",
                "must begin with mqtt://, mqtts:// or wss://");
        ConfigException.refuseUnless(uri.getHost() != null, "/brokerUri", "must name a host");
        ConfigException.refuseUnless(uri.getUserInfo() == null, "/brokerUri", "must not hold a user or a password");
        ConfigException.refuseUnless(
                uri.getScheme().equals("wss") || uri.getPath().isEmpty(),
                "/brokerUri",
                "must not have a path, only wss:// has one");
        ConfigException.refuseUnless(
                caFile == null || !uri.getScheme().equals("mqtt"), "/brokerCaFile", "has no meaning with mqtt://");
        positive("/connection/connectTimeout", connectTimeout);
        positive("/connection/backOffInitial", backOffInitial);
        positive("/connection/stableAfter", stableAfter);
        ConfigException.refuseUnless(
                keepAlive.toSeconds() >= 1 && keepAlive.toSeconds() <= 0xFFFF,
                "/connection/keepAlive",
                "must be from PT1S to PT18H12M15S");
        ConfigException.refuseUnless(
                backOffAtMost.compareTo(backOffInitial) >= 0,
                "/connection/backOffAtMost",
                "must not be less than backOffInitial");
        ConfigException.refuseUnless(
                inFlight >= 1 && inFlight <= 1000, "/connection/inFlight", "must be from 1 to 1000");
    }

    public BrokerConfig(URI uri, @Nullable Path caFile) {
        this(
                uri,
                caFile,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                8);
    }

    private static void positive(String key, Duration value) {
        ConfigException.refuseUnless(!value.isNegative() && !value.isZero(), key, "must be more than nothing");
    }
}
