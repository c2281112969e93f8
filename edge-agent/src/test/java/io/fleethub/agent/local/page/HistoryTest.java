package io.fleethub.agent.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.local.page.History.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final int LAST = History.STEPS - 1;

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(10).toNanos());
    private final History history = new History(nanos::get);

    @Test
    void aStepHoldsAverageLeastAndMost() {
        cpu(10, Duration.ZERO);
        cpu(40, Duration.ZERO);

        assertThat(history.of("cpu.percent").get(LAST)).isEqualTo(new Step(25, 10, 40));
    }

    @Test
    void valuesStandWhereTheyWereMeasured() {
        cpu(10, Duration.ofHours(12));

        List<Step> day = history.of("cpu.percent");

        assertThat(day).hasSize(History.STEPS);
        assertThat(day.get(LAST - 144)).isEqualTo(new Step(10, 10, 10));
        assertThat(day.stream().filter(Objects::nonNull)).hasSize(1);
    }

    @Test
    void whatIsOlderThanADayIsForgotten() {
        cpu(10, Duration.ZERO);
        cpu(99, Duration.ofHours(25));

        nanos.addAndGet(Duration.ofHours(24).toNanos());

        assertThat(history.of("cpu.percent")).containsOnlyNulls();
    }

    @Test
    void theRingIsUsedAgainTheNextDay() {
        cpu(10, Duration.ZERO);
        nanos.addAndGet(Duration.ofHours(24).toNanos());
        cpu(30, Duration.ZERO);

        assertThat(history.of("cpu.percent").get(LAST)).isEqualTo(new Step(30, 30, 30));
    }

    @Test
    void aCountersRateIsItsRise() {
        received(1_000_000, Duration.ofMinutes(10));
        received(1_300_000, Duration.ofMinutes(5));
        received(1_400_000, Duration.ZERO);

        List<Step> rates = history.rateOf("net.rx.bytes");

        assertThat(rates.get(LAST - 1)).isEqualTo(new Step(1000, 1000, 1000));
        assertThat(rates.get(LAST)).as("is not over").isNull();
        assertThat(rates.get(LAST - 2)).as("has none before it").isNull();
    }

    @Test
    void aCounterThatBeganAnewHasNoRate() {
        received(1_000_000, Duration.ofMinutes(10));
        received(10, Duration.ofMinutes(5));

        assertThat(history.rateOf("net.rx.bytes")).containsOnlyNulls();
    }

    private void cpu(double percent, Duration age) {
        history.add(Map.of("cpu.percent", percent), age);
    }

    private void received(long bytes, Duration age) {
        history.add(Map.of("net.rx.bytes", bytes), age);
    }
}
