package io.fleethub.agent.config;

import java.time.Duration;

/**
 * What the link costs.
 *
 * @param bytesPerDay what the node may send in a day; beyond it nothing but status and commands leaves. 0 is without end
 * @param metered whether telemetry is measured and sent less often, and logs are sent slowly
 * @param meteredSampleInterval how often is measured then, at most
 * @param meteredSendInterval how often reports are sent then
 */
public record LinkConfig(
        long bytesPerDay, boolean metered, Duration meteredSampleInterval, Duration meteredSendInterval) {

    public static final LinkConfig DEFAULT = new LinkConfig(0, false, Duration.ofMinutes(5), Duration.ofMinutes(15));

    private static final long SMALLEST_BUDGET = 64 << 10;

    public LinkConfig {
        ConfigException.refuseUnless(
                bytesPerDay == 0 || bytesPerDay >= SMALLEST_BUDGET,
                "/link/bytesPerDay",
                "must be 0 or at least " + SMALLEST_BUDGET);
        checkInterval("/link/meteredSampleInterval", meteredSampleInterval);
        checkInterval("/link/meteredSendInterval", meteredSendInterval);
    }

    private static void checkInterval(String key, Duration interval) {
        ConfigException.refuseUnless(
                interval.compareTo(AgentConfig.SHORTEST_INTERVAL) >= 0
                        && interval.compareTo(AgentConfig.LONGEST_INTERVAL) <= 0,
                key,
                "must be from " + AgentConfig.SHORTEST_INTERVAL + " to " + AgentConfig.LONGEST_INTERVAL);
    }

    /** How often is measured on this link. */
    public Duration sampleInterval(Duration usual) {
        return metered && meteredSampleInterval.compareTo(usual) > 0 ? meteredSampleInterval : usual;
    }
}
