package io.fleethub.broker.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the credentials of the nodes come from.
 *
 * @param address the hub's {@code …/broker/credentials}
 * @param caFile certificates to trust instead of the JDK's, PEM
 * @param hold how long the hub may hold a request that has nothing new
 * @param longestPause between two attempts while the hub is away
 */
public record FeedSettings(
        URI address, String token, @Nullable Path caFile, Duration hold, Duration longestPause) {

    @Override
    public String toString() {
        return "FeedSettings[address=" + address + ", token=********, caFile=" + caFile + ", hold=" + hold
                + ", longestPause=" + longestPause + ']';
    }
}
