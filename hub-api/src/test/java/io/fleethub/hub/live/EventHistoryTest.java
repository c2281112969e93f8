package io.fleethub.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.live.EventHistory.Placed;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventHistoryTest {

    private final AtomicInteger named = new AtomicInteger();
    private final EventHistory history = new EventHistory(3, () -> "h" + named.incrementAndGet());

    @Test
    void tellsWhatCameAfterAnEvent() {
        Placed first = history.add(LiveEvents.presence("a"));
        Placed second = history.add(LiveEvents.presence("b"));

        assertThat(history.after(first.id())).contains(List.of(second));
        assertThat(history.after(second.id())).contains(List.of());
    }

    @Test
    void startsAtTheBeginningWhenNothingWasHeardYet() {
        String before = history.lastId();
        Placed first = history.add(LiveEvents.presence("a"));

        assertThat(history.after(before)).contains(List.of(first));
    }

    @Test
    void doesNotKnowWhatItDidNotKeep() {
        String before = history.lastId();
        Placed first = history.add(LiveEvents.presence("a"));
        for (int i = 0; i < 3; i++) {
            history.add(LiveEvents.presence("b"));
        }

        assertThat(history.after(before)).isEmpty();
        assertThat(history.after(first.id()))
                .hasValueSatisfying(missed -> assertThat(missed).hasSize(3));
    }

    @Test
    void knowsNoIdFromElsewhere() {
        Placed old = history.add(LiveEvents.presence("a"));
        history.breakOff();

        assertThat(history.after(old.id())).isEmpty();
        assertThat(history.after("h2-7")).isEmpty();
        assertThat(history.after("h2-x")).isEmpty();
        assertThat(history.after(null)).isEmpty();
    }
}
