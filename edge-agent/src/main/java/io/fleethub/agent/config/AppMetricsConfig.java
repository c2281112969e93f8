package io.fleethub.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How applications on the node hand in metrics of their own.
 *
 * @param file a JSON object that an application writes; null when none does
 * @param maxAge a value is sent with the samples for so long after it was handed in
 * @param maxMetrics names held at the same time
 * @param maxBytes of the file, and of one request
 */
public record AppMetricsConfig(@Nullable Path file, Duration maxAge, int maxMetrics, int maxBytes) {

    public static final AppMetricsConfig DEFAULT = new AppMetricsConfig(null, Duration.ofMinutes(5), 100, 65_536);

    public AppMetricsConfig {
        ConfigException.refuseUnless(
                maxAge.compareTo(Duration.ofSeconds(1)) >= 0 && maxAge.compareTo(Duration.ofHours(24)) <= 0,
                "/appMetrics/maxAge",
                "must be from PT1S to PT24H");
        ConfigException.refuseUnless(
                maxMetrics >= 1 && maxMetrics <= 180, "/appMetrics/maxMetrics", "must be from 1 to 180");
        ConfigException.refuseUnless(
                maxBytes >= 256 && maxBytes <= 262_144, "/appMetrics/maxBytes", "must be from 256 to 262144");
    }
}
