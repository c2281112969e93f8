package io.fleethub.broker.config;

import java.time.Duration;

/**
 * How much a node and a tenant may send, and how much of what is beyond it may wait.
 *
 * @param burst how many seconds' worth of messages, or of connections at one a second, may come at once; of bytes it is
 *     a minute's worth
 * @param longestDelay what would have to wait for longer is refused
 * @param slowedAtMost for so long one is slowed before it is refused
 * @param waiting what is slowed at one time
 */
public record LimitSettings(
        long nodeMessagesPerSecond,
        long nodeBytesPerMinute,
        long tenantMessagesPerSecond,
        long tenantBytesPerMinute,
        Duration burst,
        Duration longestDelay,
        Duration slowedAtMost,
        Waiting waiting) {

    /** What may wait in this broker at most, of all nodes. */
    public record Waiting(long messages, long bytes) {}

    private static final long MIB = 1L << 20;
    private static final String PREFIX = "FLEET_BROKER_LIMIT_";

    static LimitSettings from(Environment environment) throws StartRefusedException {
        return new LimitSettings(
                environment.positive(PREFIX + "NODE_MESSAGES_PER_SECOND", 500),
                environment.positive(PREFIX + "NODE_BYTES_PER_MINUTE", 128 * MIB),
                environment.positive(PREFIX + "TENANT_MESSAGES_PER_SECOND", 50_000),
                environment.positive(PREFIX + "TENANT_BYTES_PER_MINUTE", 8_192 * MIB),
                environment.duration(PREFIX + "BURST", Duration.ofSeconds(10)),
                environment.duration(PREFIX + "LONGEST_DELAY", Duration.ofSeconds(2)),
                environment.duration(PREFIX + "SLOWED_AT_MOST", Duration.ofSeconds(10)),
                new Waiting(
                        environment.positive(PREFIX + "WAITING_MESSAGES", 2_000),
                        environment.positive(PREFIX + "WAITING_BYTES", 64 * MIB)));
    }
}
