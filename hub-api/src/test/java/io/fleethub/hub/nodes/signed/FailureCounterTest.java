package io.fleethub.hub.nodes.signed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureCounterTest {

    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private final FailureCounter counter = new FailureCounter(2, Duration.ofSeconds(60));

    @Test
    void whoFailedAsOftenAsAllowedWaitsForTheEndOfTheWindow() {
        counter.count("a", T0);
        assertThat(counter.wait("a", T0.plusSeconds(1))).isEqualTo(Duration.ZERO);

        counter.count("a", T0.plusSeconds(10));

        assertThat(counter.wait("a", T0.plusSeconds(20))).isEqualTo(Duration.ofSeconds(40));
        assertThat(counter.wait("a", T0.plusSeconds(60))).isEqualTo(Duration.ZERO);
        assertThat(counter.wait("b", T0.plusSeconds(20))).isEqualTo(Duration.ZERO);
    }

    @Test
    void anOldWindowDoesNotCount() {
        counter.count("a", T0);

        counter.count("a", T0.plusSeconds(61));

        assertThat(counter.wait("a", T0.plusSeconds(62))).isEqualTo(Duration.ZERO);
    }

    @Test
    void namesWithoutEndAreForgottenAgain() {
        counter.count("first", T0);
        counter.count("first", T0);

        for (int i = 0; i < 10_000; i++) {
            counter.count("other-" + i, T0);
        }

        assertThat(counter.wait("first", T0)).isEqualTo(Duration.ZERO);
    }
}
