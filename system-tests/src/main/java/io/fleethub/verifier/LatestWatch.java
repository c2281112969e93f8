package io.fleethub.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks again and again at the latest values of some nodes, for one that goes back. Has a thread of its own; a database that is away
 * is looked at again when it answers.
 */
public final class LatestWatch {

    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(200);

    private record Mark(long micros, long seq) {}

    private final String jdbc;
    private final List<String> nodes;
    private final Finding.Tally tally = new Finding.Tally("I5", "no latest value goes back while it is watched");
    private final Map<String, Mark> marks = new HashMap<>();
    private final Thread thread;
    private volatile boolean ended;

    private LatestWatch(String jdbc, Collection<String> nodes) {
        this.jdbc = jdbc;
        this.nodes = List.copyOf(nodes);
        this.thread = new Thread(this::watch, "latest-watch");
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public static LatestWatch begin(String jdbc, Collection<String> nodes) {
        LatestWatch watch = new LatestWatch(jdbc, nodes);
        watch.thread.start();
        return watch;
    }

    /** Ends the watch and says what it saw. */
    public Finding end() throws InterruptedException {
        ended = true;
        thread.join();
        return tally.finding();
    }

    private void watch() {
        while (!ended) {
            try (Connection connection = DriverManager.getConnection(jdbc)) {
                StoredReports stored = new StoredReports(connection, nodes);
                while (!ended) {
                    look(stored.latest());
                    LockSupport.parkNanos(PACE);
                }
            } catch (SQLException away) {
                LockSupport.parkNanos(PACE); // it was killed on purpose, or it comes back and shows what it has kept
            }
        }
    }

    void look(Map<String, String> latest) {
        latest.forEach((node, json) -> LatestCheck.read(json).properties().forEach(metric -> {
            JsonNode value = metric.getValue();
            Mark now = new Mark(value.path(1).asLong(), value.path(2).asLong());
            Mark before = marks.put(node + " " + metric.getKey(), now);
            tally.checked(1);
            if (before != null && (now.micros() < before.micros() || isOlder(now, before))) {
                tally.broken(node + " " + metric.getKey() + " went back from " + before + " to " + now);
            }
        }));
    }

    private static boolean isOlder(Mark now, Mark before) {
        return now.micros() == before.micros() && now.seq() < before.seq();
    }
}
