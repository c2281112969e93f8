package io.fleethub.hub.bridge.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CureTest {

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final Cure cure = new Cure(Duration.ofSeconds(24), START);

    @Test
    void a_hub_that_sees_needs_none() {
        assertThat(cure.isDue(Optional.empty(), START)).isFalse();
    }

    @Test
    void is_due_after_a_while_and_again_only_after_another() {
        assertThat(due(23)).isFalse();
        assertThat(due(24)).isTrue();
        assertThat(due(25)).isFalse();
        assertThat(due(47)).isFalse();
        assertThat(due(48)).isTrue();
    }

    @Test
    void a_hub_that_has_just_begun_leaves_its_new_connections_alone() {
        Optional<Instant> beforeItBegan = Optional.of(START.minus(Duration.ofHours(1)));

        assertThat(cure.isDue(beforeItBegan, START.plusSeconds(1))).isFalse();
        assertThat(cure.isDue(beforeItBegan, START.plusSeconds(24))).isTrue();
    }

    private boolean due(long seconds) {
        return cure.isDue(Optional.of(START), START.plusSeconds(seconds));
    }
}
