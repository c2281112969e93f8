package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleethub.schemas.message.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the latest statuses tell of a node's clock; pure data, each status a new one.
 *
 * <p>A status is underway for a while: for milliseconds, or for minutes when it waited in the broker. The node's monotonic clock tells
 * how long: within one boot, receipt minus uptime is the same for all but for that time, so the smallest of them is the quickest one's,
 * and what another is above it was its delay.
 *
 * @param bootId of the readings; those of another boot compare with nothing
 * @param synced what the node said of its clock; once that changes, so did the clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClockReadings(@Nullable String bootId, @Nullable Boolean synced, List<Reading> latest) {

    private static final int KEPT = 8;
    private static final int MEDIAN_OF = 3;

    static final ClockReadings NONE = new ClockReadings(null, null, List.of());

    /**
     * One status, in milliseconds.
     *
     * @param offset sent minus received: the clock's drift, less the time underway
     * @param bootedAt received minus uptime: when the machine began, plus the time underway
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reading(long offset, @Nullable Long bootedAt) {}

    ClockReadings {
        latest = List.copyOf(latest);
    }

    /** With one more status; one that does not tell its time changes nothing. */
    ClockReadings and(StatusReport status, Instant receivedAt) {
        Instant sentAt = status.sentAt();
        if (sentAt == null) {
            return this;
        }
        boolean sameClock = Objects.equals(bootId, status.bootId()) && Objects.equals(synced, status.clockSynced());
        List<Reading> readings = new ArrayList<>(sameClock ? latest : List.of());
        Long uptime = status.bootId() == null ? null : status.uptimeMs();
        long received = receivedAt.toEpochMilli();
        readings.add(
                new Reading(Math.subtractExact(millis(sentAt), received), uptime == null ? null : received - uptime));
        int from = Math.max(0, readings.size() - KEPT);
        return new ClockReadings(status.bootId(), status.clockSynced(), readings.subList(from, readings.size()));
    }

    /** The node's clock minus the hub's: the median of the latest few, each without its delay. */
    OptionalLong driftMillis() {
        if (latest.isEmpty()) {
            return OptionalLong.empty();
        }
        long[] drifts = latest.subList(Math.max(0, latest.size() - MEDIAN_OF), latest.size()).stream()
                .mapToLong(reading -> reading.offset() + delay(reading))
                .sorted()
                .toArray();
        return OptionalLong.of(drifts[drifts.length / 2]);
    }

    private long delay(Reading reading) {
        Long own = reading.bootedAt();
        if (own == null) {
            return 0;
        }
        long quickest = latest.stream()
                .map(Reading::bootedAt)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min()
                .orElse(own);
        return own - quickest;
    }

    /** A clock may be anything; beyond what a millisecond count holds it is only absurd. */
    private static long millis(Instant time) {
        long seconds = Math.max(-1L << 40, Math.min(1L << 40, time.getEpochSecond()));
        return Instant.ofEpochSecond(seconds, time.getNano()).toEpochMilli();
    }
}
