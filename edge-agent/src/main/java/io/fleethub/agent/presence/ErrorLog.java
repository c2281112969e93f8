package io.fleethub.agent.presence;

import io.fleethub.schemas.message.StatusReport.ErrorEntry;
import io.fleethub.schemas.message.StatusReport.ErrorSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The agent's own troubles of the last hour, for the heartbeat. Thread-safe. */
public final class ErrorLog {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int REMEMBERED_AT_MOST = 1_000;
    private static final int TOLD_AT_MOST = 5;
    private static final int DETAIL_AT_MOST = 200;

    private final InstantSource clock;
    private final Deque<ErrorEntry> entries = new ArrayDeque<>();

    public ErrorLog(InstantSource clock) {
        this.clock = clock;
    }

    /** @param code upper-case with underscores, as a reason code */
    public synchronized void add(String code, String detail) {
        String cut = detail.length() > DETAIL_AT_MOST ? detail.substring(0, DETAIL_AT_MOST) : detail;
        entries.addLast(new ErrorEntry(clock.instant(), code, cut));
        if (entries.size() > REMEMBERED_AT_MOST) {
            entries.removeFirst();
        }
    }

    /** The few latest, newest last. */
    public List<ErrorEntry> latest() {
        List<ErrorEntry> latest = summary().latest();
        return latest == null ? List.of() : latest;
    }

    public synchronized ErrorSummary summary() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        entries.removeIf(entry -> entry.at() != null && entry.at().isBefore(oldest));
        List<ErrorEntry> all = List.copyOf(entries);
        return new ErrorSummary((long) all.size(), all.subList(Math.max(0, all.size() - TOLD_AT_MOST), all.size()));
    }
}
