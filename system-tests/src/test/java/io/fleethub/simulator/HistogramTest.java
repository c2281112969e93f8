package io.fleethub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private final Histogram histogram = new Histogram();

    @Test
    void tellsPercentilesWithinThreePercent() {
        for (int i = 1; i <= 100_000; i++) {
            histogram.record(i);
        }

        assertThat(histogram.count()).isEqualTo(100_000);
        assertThat(histogram.percentile(0.5)).isCloseTo(50_000, Percentage.withPercentage(3.2));
        assertThat(histogram.percentile(0.99)).isCloseTo(99_000, Percentage.withPercentage(3.2));
        assertThat(histogram.percentile(0)).isEqualTo(1);
    }

    @Test
    void keepsSmallAndHugeDurationsApart() {
        histogram.record(-5);
        histogram.record(7);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.percentile(0.3)).isZero();
        assertThat(histogram.percentile(0.6)).isEqualTo(7);
        assertThat(histogram.percentile(1)).isGreaterThan(24L * 3600 * 1_000_000);
    }

    @Test
    void anEmptyOneHasNoPercentiles() {
        histogram.record(3);
        histogram.reset();

        assertThat(histogram.percentile(0.99)).isCloseTo(0, within(0L));
    }
}
