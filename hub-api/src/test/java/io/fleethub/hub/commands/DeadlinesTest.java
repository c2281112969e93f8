package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadlinesTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Instant START_BY = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void what_was_never_published_expires_at_its_start_by() {
        Deadlines deadlines = of(CommandStatus.QUEUED, false, null);

        assertThat(deadlines.outcome(START_BY.minusMillis(1), GRACE)).isEmpty();
        assertThat(deadlines.outcome(START_BY, GRACE)).contains(CommandStatus.EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SENT", "DELIVERED", "CANCELING"})
    void what_may_have_arrived_expires_after_the_grace(CommandStatus status) {
        Deadlines deadlines = of(status, true, null);

        assertThat(deadlines.outcome(START_BY.plus(GRACE).minusMillis(1), GRACE))
                .isEmpty();
        assertThat(deadlines.outcome(START_BY.plus(GRACE), GRACE)).contains(CommandStatus.EXPIRED);
    }

    @Test
    void what_has_begun_never_expires() {
        Deadlines deadlines = of(CommandStatus.IN_PROGRESS, true, START_BY.plusSeconds(3_600));

        assertThat(deadlines.outcome(START_BY.plusSeconds(3_000), GRACE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVERED", "IN_PROGRESS", "CANCELING"})
    void what_runs_times_out_after_its_run_deadline_and_the_grace(CommandStatus status) {
        Instant runDeadline = START_BY.minusSeconds(600);
        Deadlines deadlines = of(status, true, runDeadline);

        assertThat(deadlines.outcome(runDeadline.plus(GRACE).minusMillis(1), GRACE))
                .isEmpty();
        assertThat(deadlines.outcome(runDeadline.plus(GRACE), GRACE)).contains(CommandStatus.TIMED_OUT);
    }

    @Test
    void work_that_is_being_canceled_does_not_expire() {
        Deadlines deadlines = of(CommandStatus.CANCELING, true, START_BY.plusSeconds(3_600));

        assertThat(deadlines.outcome(START_BY.plusSeconds(60), GRACE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "REJECTED", "EXPIRED", "TIMED_OUT", "CANCELED"})
    void what_is_final_has_no_deadline(CommandStatus status) {
        assertThat(of(status, true, START_BY).outcome(START_BY.plusSeconds(9_999), GRACE))
                .isEmpty();
    }

    @Test
    void a_message_lives_until_start_by_and_once_answered_until_the_run_deadline() {
        Instant now = START_BY.minusSeconds(100);

        assertThat(of(CommandStatus.SENT, true, null).messageLife(now)).isEqualTo(Duration.ofSeconds(100));
        assertThat(of(CommandStatus.DELIVERED, true, now.plusSeconds(7)).messageLife(now))
                .isEqualTo(Duration.ofSeconds(7));
    }

    private static Deadlines of(CommandStatus status, boolean everPublished, @Nullable Instant runDeadline) {
        return new Deadlines(status, everPublished, START_BY, runDeadline);
    }
}
