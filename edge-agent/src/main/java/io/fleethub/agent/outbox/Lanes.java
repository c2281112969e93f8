package io.fleethub.agent.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One lane for each outbox there is, the one that news goes to first. Confined to the sender's thread. */
final class Lanes {

    private final Outboxes outboxes;
    private final long firstWaitNanos;
    private final LongSupplier nanos;
    private List<Lane> lanes = List.of();

    Lanes(Outboxes outboxes, long firstWaitNanos, LongSupplier nanos) {
        this.outboxes = outboxes;
        this.firstWaitNanos = firstWaitNanos;
        this.nanos = nanos;
    }

    List<Lane> all() {
        List<Lane> now = new ArrayList<>();
        for (SqliteOutbox outbox : outboxes.all()) {
            now.add(known(outbox).orElseGet(() -> {
                // what is in an outbox that came up meanwhile is news
                long liveAfter = lanes.isEmpty() ? outbox.mark().lastSeq() : 0;
                return new Lane(outbox, firstWaitNanos, liveAfter, nanos.getAsLong());
            }));
        }
        lanes = now;
        return now;
    }

    private Optional<Lane> known(SqliteOutbox outbox) {
        return lanes.stream().filter(lane -> lane.outbox() == outbox).findFirst();
    }

    Optional<Lane> of(@Nullable String streamId) {
        return all().stream()
                .filter(lane -> lane.mark().streamId().equals(streamId))
                .findFirst();
    }

    void nothingIsNews() {
        all().forEach(Lane::nothingIsNews);
    }

    /** Published and unconfirmed, of all streams. */
    long reportsUnderway() {
        return lanes.stream().mapToLong(lane -> lane.flights().reports()).sum();
    }

    long bytesUnderway() {
        return lanes.stream().mapToLong(lane -> lane.flights().bytes()).sum();
    }

    boolean anyWaits() {
        return all().stream().anyMatch(Lane::waits);
    }

    /** How many more reports may be underway when at most {@code limit} may be, less one part in {@code reserve} of it. */
    long reportsLeft(int limit, int reserve) {
        return less(limit, reserve) - reportsUnderway();
    }

    /** The same of bytes; a reserve of 0 is none. */
    long bytesLeft(int limit, int reserve) {
        return less(limit, reserve) - bytesUnderway();
    }

    private static long less(int limit, int reserve) {
        return reserve == 0 ? limit : limit - limit / reserve;
    }
}
