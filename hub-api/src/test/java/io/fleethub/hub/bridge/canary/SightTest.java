package io.fleethub.hub.bridge.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        passed(now.get());

        assertThat(sight.blindSince()).isEmpty();
    }

    @Test
    void the_time_in_which_no_hub_ran_is_blind() {
        sight.remember(List.of(), before(START.minusSeconds(60)));
        at(3);
        passed(now.get());
        at(10);

        assertThat(sight.blindWithin(START.minusSeconds(100), now.get())).isEqualTo(Duration.ofSeconds(63));
    }

    @Test
    void a_gap_is_noticed_when_the_next_probe_is_late_and_counts_from_the_last_one() {
        passed(START);
        at(7);
        Optional<Instant> stillSeeing = sight.blindSince();

        at(9);

        assertThat(stillSeeing).isEmpty();
        assertThat(sight.blindSince()).contains(START);
        assertThat(sight.blindWithin(START.minusSeconds(5), now.get())).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void the_end_of_a_gap_is_told_once() {
        passed(START);
        at(20);

        Optional<ProbeLedger.Blind> ended = passed(now.get());

        assertThat(ended).contains(new ProbeLedger.Blind(START, START.plusSeconds(20)));
        at(25);
        assertThat(passed(now.get())).isEmpty();
    }

    @Test
    void blind_times_of_several_hubs_that_overlap_count_once() {
        sight.remember(
                List.of(
                        new ProbeLedger.Blind(START.minusSeconds(100), START.minusSeconds(50)),
                        new ProbeLedger.Blind(START.minusSeconds(80), START.minusSeconds(40))),
                Map.of());
        passed(START);

        assertThat(sight.blindWithin(START.minusSeconds(90), START)).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void one_lane_that_is_stuck_is_blindness_however_well_the_other_goes() {
        passed(START);
        for (int second = 2; second <= 10; second += 2) {
            at(second);
            sight.passed(Channel.TELEMETRY, now.get());
        }

        assertThat(sight.blindSince()).contains(START);
        assertThat(sight.passed(Channel.STATUS, now.get()))
                .contains(new ProbeLedger.Blind(START, START.plusSeconds(10)));
        assertThat(sight.blindSince()).isEmpty();
    }

    @Test
    void a_hub_that_joins_one_that_sees_is_not_blind_and_was_not() {
        Map<Channel, Instant> passes = before(START.minusSeconds(2));
        sight.remember(List.of(), passes);

        passes.forEach(sight::passed);

        assertThat(sight.blindSince()).isEmpty();
        assertThat(sight.blindWithin(START.minusSeconds(100), START)).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_probe_of_before_the_gap_proves_nothing() {
        passed(START);
        at(20);

        sight.passed(Channel.STATUS, START.plusSeconds(11));

        assertThat(sight.blindSince()).contains(START);
    }

    private Optional<ProbeLedger.Blind> passed(Instant at) {
        Optional<ProbeLedger.Blind> first = sight.passed(Channel.STATUS, at);
        return sight.passed(Channel.TELEMETRY, at).or(() -> first);
    }

    private static Map<Channel, Instant> before(Instant at) {
        return Map.of(Channel.STATUS, at, Channel.TELEMETRY, at);
    }

    private void at(long seconds) {
        now.set(START.plusSeconds(seconds));
    }
}
