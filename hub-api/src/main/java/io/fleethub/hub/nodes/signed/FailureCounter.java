package io.fleethub.hub.nodes.signed;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by whom they are laid to, in windows of a fixed length. Thread-safe; remembers a bounded number of names, the oldest
 * go first: whoever fails under ever new names is held by the counter of its address.
 */
final class FailureCounter {

    private static final int REMEMBERED = 10_000;

    private record Window(Instant begin, int failures) {}

    private final int allowed;
    private final Duration length;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > REMEMBERED;
        }
    };

    FailureCounter(int allowed, Duration length) {
        this.allowed = allowed;
        this.length = length;
    }

    synchronized void count(String name, Instant now) {
        windows.merge(
                name,
                new Window(now, 1),
                (known, first) -> isOver(known, now) ? first : new Window(known.begin(), known.failures() + 1));
    }

    /** How long this name has to wait; zero while it may go on. */
    synchronized Duration wait(String name, Instant now) {
        Window known = windows.get(name);
        return known == null || known.failures() < allowed || isOver(known, now)
                ? Duration.ZERO
                : Duration.between(now, known.begin().plus(length));
    }

    private boolean isOver(Window window, Instant now) {
        return !now.isBefore(window.begin().plus(length));
    }
}
