package io.fleethub.hub.telemetry.ingest;

import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives a report the hub's time. A synced clock is believed within bounds; a clock that is not is corrected by the uptime, if the
 * report is of the node's current boot and a status with a synced clock told when that began; else the time of receipt stands in, and
 * is called uncertain. Immutable.
 */
final class ReportTime {

    /** When the node's current boot began, by a status with a synced clock. */
    record Boot(String bootId, Instant bootedAt) {}

    /** What the hub makes of a report's time. */
    sealed interface Verdict {
        record At(Instant time, boolean uncertain) implements Verdict {}

        record Refused(Reason reason) implements Verdict {}
    }

    /** Corrected times may be ahead of the receipt by what clocks differ, not more. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration LONGEST_UPTIME = Duration.ofDays(36_500);

    private final Duration retention;
    private final Duration futureLimit;

    ReportTime(Duration retention, Duration futureLimit) {
        this.retention = retention;
        this.futureLimit = futureLimit;
    }

    Verdict judge(TelemetryReport report, Instant receivedAt, @Nullable String bootId, @Nullable Boot boot) {
        Instant sampled = report.sampledAt();
        boolean plausible = sampled != null && within(sampled, receivedAt);
        if (Boolean.TRUE.equals(report.clockSynced()) && sampled != null && !plausible) {
            return new Verdict.Refused(Reason.of(
                    ReasonCode.TIME_OUT_OF_RANGE, "sampledAt: " + sampled + " was received at " + receivedAt));
        }
        if (sampled != null && plausible && !Boolean.FALSE.equals(report.clockSynced())) {
            return new Verdict.At(sampled, false);
        }
        Instant corrected = byUptime(report.uptimeMs(), bootId, boot);
        if (corrected != null && within(corrected, receivedAt) && !corrected.isAfter(receivedAt.plus(TOLERANCE))) {
            return new Verdict.At(corrected, false);
        }
        return new Verdict.At(receivedAt, true);
    }

    private static @Nullable Instant byUptime(@Nullable Long uptime, @Nullable String bootId, @Nullable Boot boot) {
        if (uptime == null || boot == null || !boot.bootId().equals(bootId)) {
            return null;
        }
        return boot.bootedAt().plusMillis(Math.min(uptime, LONGEST_UPTIME.toMillis()));
    }

    private boolean within(Instant time, Instant now) {
        return !time.isBefore(now.minus(retention)) && !time.isAfter(now.plus(futureLimit));
    }
}
