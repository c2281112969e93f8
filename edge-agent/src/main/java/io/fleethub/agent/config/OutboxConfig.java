package io.fleethub.agent.config;

import java.time.Duration;

/**
 * The bounds of the outbox.
 *
 * @param confirmedFor how long a report is kept after the hub has confirmed it, to refill a hub that was restored
 * @param unconfirmedFor how long one is kept that the hub has not confirmed
 * @param maxBytes what all reports together may take; beyond it confirmed ones go first, then the oldest
 * @param batchReports reports in one message at most
 * @param batchBytes bytes of one message at most
 * @param unconfirmedReports reports published and not yet confirmed at most
 * @param unconfirmedBytes the same in bytes
 * @param resendAfter age of a published report at which an answer that does not cover it means that it is lost
 * @param resendAtMost the bound to which that age is doubled
 * @param askEvery how often a backlog may ask by an extra heartbeat
 * @param firstWindowBytes bytes on their way to the broker at once, before the speed of the link is known
 * @param memoryBytes what is kept in memory while the disk takes nothing
 * @param diskRetry how often a disk that took nothing is tried again
 */
public record OutboxConfig(
        Duration confirmedFor,
        Duration unconfirmedFor,
        long maxBytes,
        int batchReports,
        int batchBytes,
        int unconfirmedReports,
        int unconfirmedBytes,
        Duration resendAfter,
        Duration resendAtMost,
        Duration askEvery,
        int firstWindowBytes,
        int memoryBytes,
        Duration diskRetry) {

    public static final OutboxConfig DEFAULT = new OutboxConfig(
            Duration.ofDays(7),
            Duration.ofDays(30),
            1L << 30,
            500,
            256 << 10,
            10_000,
            2 << 20,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            4 << 10,
            1 << 20,
            Duration.ofSeconds(10));

    public OutboxConfig {
        notNegative("confirmedFor", confirmedFor);
        notNegative("unconfirmedFor", unconfirmedFor);
        ConfigException.refuseUnless(maxBytes >= 1 << 16, "/outbox/maxBytes", "must be at least 65536");
        range("batchReports", batchReports, 1, 500);
        range("batchBytes", batchBytes, 4 << 10, 256 << 10);
        range("unconfirmedReports", unconfirmedReports, 1, 10_000);
        range("unconfirmedBytes", unconfirmedBytes, 4 << 10, 2 << 20);
        notNegative("resendAfter", resendAfter);
        ConfigException.refuseUnless(
                resendAtMost.compareTo(resendAfter) >= 0, "/outbox/resendAtMost", "must not be less than resendAfter");
        notNegative("askEvery", askEvery);
        range("firstWindowBytes", firstWindowBytes, 1 << 10, 1 << 20);
        range("memoryBytes", memoryBytes, 1 << 16, 64 << 20);
        ConfigException.refuseUnless(
                diskRetry.compareTo(AgentConfig.SHORTEST_INTERVAL) >= 0,
                "/outbox/diskRetry",
                "must be at least " + AgentConfig.SHORTEST_INTERVAL);
    }

    /** The bounds of what is kept in memory while the disk takes nothing. */
    public OutboxConfig inMemory() {
        return new OutboxConfig(
                confirmedFor,
                unconfirmedFor,
                memoryBytes,
                batchReports,
                batchBytes,
                unconfirmedReports,
                unconfirmedBytes,
                resendAfter,
                resendAtMost,
                askEvery,
                firstWindowBytes,
                memoryBytes,
                diskRetry);
    }

    private static void range(String key, int value, int from, int to) {
        ConfigException.refuseUnless(
                value >= from && value <= to, "/outbox/" + key, "must be from " + from + " to " + to);
    }

    private static void notNegative(String key, Duration value) {
        ConfigException.refuseUnless(!value.isNegative(), "/outbox/" + key, "must not be negative");
    }
}
