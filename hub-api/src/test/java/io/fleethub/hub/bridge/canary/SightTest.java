package io.fleethub.hub.bridge.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SightTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Sight sight = new Sight(now::get, Duration.ofSeconds(8));

    @Test
    void a_hub_that_starts_is_blind_until_the_first_probe() {
        assertThat(sight.blindSince()).contains(START);

        at(2);
        sight.passed(now.get());

        assertThat(sight.blindSince()).isEmpty();
    }

    @Test
    void the_time_in_which_no_hub_ran_is_blind() {
        sight.remember(List.of(), Optional.of(START.minusSeconds(60)));
        at(3);
        sight.passed(now.get());
        at(10);

        assertThat(sight.blindWithin(START.minusSeconds(100), now.get())).isEqualTo(Duration.ofSeconds(63));
    }

    @Test
    void a_gap_is_noticed_when_the_next_probe_is_late_and_counts_from_the_last_one() {
        sight.passed(START);
        at(7);
        Optional<Instant> stillSeeing = sight.blindSince();

        at(9);

        assertThat(stillSeeing).isEmpty();
        assertThat(sight.blindSince()).contains(START);
        assertThat(sight.blindWithin(START.minusSeconds(5), now.get())).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void the_end_of_a_gap_is_told_once() {
        sight.passed(START);
        at(20);

        Optional<ProbeLedger.Blind> ended = sight.passed(now.get());

        assertThat(ended).contains(new ProbeLedger.Blind(START, START.plusSeconds(20)));
        at(25);
        assertThat(sight.passed(now.get())).isEmpty();
    }

    @Test
    void blind_times_of_several_hubs_that_overlap_count_once() {
        sight.remember(
                List.of(
                        new ProbeLedger.Blind(START.minusSeconds(100), START.minusSeconds(50)),
                        new ProbeLedger.Blind(START.minusSeconds(80), START.minusSeconds(40))),
                Optional.empty());
        sight.passed(START);

        assertThat(sight.blindWithin(START.minusSeconds(90), START)).isEqualTo(Duration.ofSeconds(50));
    }

    private void at(long seconds) {
        now.set(START.plusSeconds(seconds));
    }
}
