package io.fleethub.agent.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Server-sent events: each viewer is told of the sections that changed since it was last told, on the thread of its request.
 * Thread-safe. No more viewers than allowed, and one that takes nothing for long is let go.
 */
final class LiveStreams implements AutoCloseable {

    private static final long STALLED_NANOS = Duration.ofSeconds(30).toNanos();

    private final Supplier<Map<String, String>> sections;
    private final Semaphore places;
    private final Duration pace;
    private final Duration heartbeat;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param pace how often changes are looked for
     * @param heartbeat how long a viewer hears nothing at most: a comment then shows that the stream lives
     */
    LiveStreams(Supplier<Map<String, String>> sections, int viewers, Duration pace, Duration heartbeat) {
        this.sections = sections;
        this.places = new Semaphore(viewers);
        this.pace = pace;
        this.heartbeat = heartbeat;
    }

    /** Holds the thread until the viewer goes or the agent ends; false when there is no place for one more. */
    boolean serve(HttpExchange exchange) throws IOException {
        if (!places.tryAcquire()) {
            return false;
        }
        Viewer viewer = new Viewer(exchange);
        viewers.add(viewer);
        try {
            viewer.follow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            viewers.remove(viewer);
            places.release();
        }
        return true;
    }

    /** Lets go of viewers that have taken nothing for long: a laptop that sleeps would hold its place for hours. */
    void dropStalled(long nanos) {
        for (Viewer viewer : viewers) {
            if (viewer.writing && nanos - viewer.writingSinceNanos > STALLED_NANOS) {
                viewer.exchange.close();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private final class Viewer {
        private final HttpExchange exchange;
        private final Map<String, String> told = new HashMap<>();
        private volatile boolean writing;
        private volatile long writingSinceNanos;

        Viewer(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void follow() throws IOException, InterruptedException {
            Reply.protect(exchange.getResponseHeaders());
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            write(out, "retry: 3000\n\n");
            long spokenNanos = System.nanoTime();
            do {
                ObjectNode changed = changed();
                if (!changed.isEmpty()) {
                    write(out, "event: sections\ndata: " + changed + "\n\n");
                    spokenNanos = System.nanoTime();
                } else if (System.nanoTime() - spokenNanos >= heartbeat.toNanos()) {
                    write(out, ": alive\n\n");
                    spokenNanos = System.nanoTime();
                }
            } while (!closing.await(pace.toMillis(), TimeUnit.MILLISECONDS));
            write(out, "event: bye\ndata: the agent is stopping\n\n");
        }

        private ObjectNode changed() {
            ObjectNode changed = JsonNodeFactory.instance.objectNode();
            sections.get().forEach((id, html) -> {
                if (!html.equals(told.put(id, html))) {
                    changed.put(id, html);
                }
            });
            return changed;
        }

        private void write(OutputStream out, String text) throws IOException {
            writingSinceNanos = System.nanoTime();
            writing = true;
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            writing = false;
        }
    }
}
