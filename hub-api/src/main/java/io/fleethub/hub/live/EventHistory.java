package io.fleethub.hub.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest events, each with its id. An id names this history and a place in it: one of another hub, of before a gap, or older than
 * what is kept, is not known. Not thread-safe.
 */
final class EventHistory {

    /** An event with its id. */
    record Placed(String id, LiveEvent event) {}

    private final int kept;
    private final Supplier<String> names;
    private final Deque<Placed> events = new ArrayDeque<>();
    private String name;
    private long last;

    /** @param names gives a history a name that no other has */
    EventHistory(int kept, Supplier<String> names) {
        this.kept = kept;
        this.names = names;
        this.name = names.get();
    }

    Placed add(LiveEvent event) {
        last++;
        Placed placed = new Placed(lastId(), event);
        events.addLast(placed);
        if (events.size() > kept) {
            events.removeFirst();
        }
        return placed;
    }

    /** Events may have been missed: no id of before is known any more. */
    void breakOff() {
        events.clear();
        name = names.get();
        last = 0;
    }

    /** The id of the latest event. */
    String lastId() {
        return name + '-' + last;
    }

    /** All events after this one; empty when that cannot be told. */
    Optional<List<Placed>> after(@Nullable String id) {
        long place = placeOf(id);
        long first = last - events.size();
        if (place < first || place > last) {
            return Optional.empty();
        }
        List<Placed> missed = new ArrayList<>(events);
        return Optional.of(missed.subList((int) (place - first), missed.size()));
    }

    private long placeOf(@Nullable String id) {
        if (id == null || !id.startsWith(name + '-')) {
            return -1;
        }
        try {
            return Long.parseLong(id.substring(name.length() + 1));
        } catch (NumberFormatException forged) {
            return -1;
        }
    }
}
