package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.commands.UpdateRules.Standing;
import io.fleethub.hub.commands.UpdateRules.Verdict;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CommandId COMMAND = new CommandId(new UUID(1, 2));

    @ParameterizedTest
    @CsvSource({
        "SENT,RECEIVED,DELIVERED",
        "SENT,IN_PROGRESS,IN_PROGRESS",
        "SENT,SUCCEEDED,SUCCEEDED",
        "DELIVERED,IN_PROGRESS,IN_PROGRESS",
        "DELIVERED,REJECTED,REJECTED",
        "IN_PROGRESS,SUCCEEDED,SUCCEEDED",
        "IN_PROGRESS,FAILED,FAILED",
        "CANCELING,CANCELED,CANCELED",
        "CANCELING,SUCCEEDED,SUCCEEDED",
        "CANCELING,FAILED,FAILED"
    })
    void moves_to_any_later_state(CommandStatus status, UpdateStatus says, CommandStatus expected) {
        Verdict verdict = UpdateRules.judge(standing(status), says(says), NOW);

        assertThat(verdict).isEqualTo(new Verdict.Move(expected));
    }

    @ParameterizedTest
    @EnumSource(names = {"RECEIVED", "IN_PROGRESS", "SUCCEEDED", "REJECTED"})
    void accepts_an_answer_that_comes_before_the_brokers_acknowledgement(UpdateStatus says) {
        Verdict verdict = UpdateRules.judge(standing(CommandStatus.QUEUED), says(says), NOW);

        assertThat(verdict).isEqualTo(new Verdict.Move(UpdateRules.statusOf(says)));
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED,RECEIVED", "IN_PROGRESS,RECEIVED", "IN_PROGRESS,IN_PROGRESS", "CANCELING,RECEIVED"})
    void an_equal_or_earlier_state_adds_nothing(CommandStatus status, UpdateStatus says) {
        assertThat(UpdateRules.judge(standing(status), says(says), NOW)).isEqualTo(new Verdict.Ignore());
    }

    @Test
    void without_an_attempt_the_answer_is_of_the_current_one() {
        CommandUpdate update =
                new CommandUpdate(Message.VERSION, COMMAND, null, UpdateStatus.RECEIVED, null, null, null, null, null);

        Verdict verdict = UpdateRules.judge(standing(CommandStatus.SENT, 2), update, NOW);

        assertThat(verdict).isEqualTo(new Verdict.Move(CommandStatus.DELIVERED));
    }

    @Test
    void an_older_attempts_answer_is_history_only() {
        Verdict verdict = UpdateRules.judge(standing(CommandStatus.SENT, 2), says(UpdateStatus.SUCCEEDED), NOW);

        assertThat(verdict).isEqualTo(new Verdict.Note());
    }

    @Test
    void an_attempt_that_was_never_made_is_unknown() {
        CommandUpdate update = CommandUpdate.of(COMMAND, 3, UpdateStatus.RECEIVED, NOW);

        assertThat(UpdateRules.judge(standing(CommandStatus.SENT), update, NOW))
                .isEqualTo(new Verdict.UnknownAttempt(3));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandStatus.class,
            names = {"QUEUED", "SENT", "DELIVERED", "IN_PROGRESS"})
    void a_retryable_failure_is_tried_again(CommandStatus status) {
        assertThat(UpdateRules.judge(standing(status), retryable(), NOW)).isEqualTo(new Verdict.TryAgain());
    }

    @Test
    void a_retryable_failure_of_the_last_attempt_is_final() {
        CommandUpdate third =
                CommandUpdate.of(COMMAND, 3, UpdateStatus.FAILED, NOW).withRetryable(true);

        assertThat(UpdateRules.judge(standing(CommandStatus.IN_PROGRESS, 3), third, NOW))
                .isEqualTo(new Verdict.Move(CommandStatus.FAILED));
    }

    @Test
    void a_retryable_failure_after_the_time_to_start_is_final() {
        Standing late = new Standing(CommandStatus.IN_PROGRESS, false, 1, 3, NOW);

        assertThat(UpdateRules.judge(late, retryable(), NOW)).isEqualTo(new Verdict.Move(CommandStatus.FAILED));
    }

    @Test
    void a_retryable_failure_of_what_is_being_canceled_is_final() {
        assertThat(UpdateRules.judge(standing(CommandStatus.CANCELING), retryable(), NOW))
                .isEqualTo(new Verdict.Move(CommandStatus.FAILED));
    }

    @Test
    void only_a_refused_cancel_leads_back_to_work() {
        CommandUpdate progress = says(UpdateStatus.IN_PROGRESS);
        CommandUpdate refusal = progress.withReason(Reason.of(ReasonCode.CANCEL_REFUSED));

        assertThat(UpdateRules.judge(standing(CommandStatus.CANCELING), progress, NOW))
                .isEqualTo(new Verdict.Ignore());
        assertThat(UpdateRules.judge(standing(CommandStatus.CANCELING), refusal, NOW))
                .isEqualTo(new Verdict.Move(CommandStatus.IN_PROGRESS));
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,SUCCEEDED", "FAILED,FAILED", "TIMED_OUT,IN_PROGRESS", "EXPIRED,RECEIVED"})
    void a_final_command_ignores_its_own_status_and_what_is_not_final(CommandStatus status, UpdateStatus says) {
        assertThat(UpdateRules.judge(standing(status), says(says), NOW)).isEqualTo(new Verdict.Ignore());
    }

    @ParameterizedTest
    @CsvSource({"TIMED_OUT,SUCCEEDED", "EXPIRED,REJECTED", "FAILED,SUCCEEDED", "SUCCEEDED,FAILED", "CANCELED,SUCCEEDED"
    })
    void a_final_command_keeps_another_outcome_as_late(CommandStatus status, UpdateStatus says) {
        assertThat(UpdateRules.judge(standing(status), says(says), NOW))
                .isEqualTo(new Verdict.KeepLate(UpdateRules.statusOf(says)));
    }

    @Test
    void a_late_retryable_failure_never_reopens_a_command() {
        assertThat(UpdateRules.judge(standing(CommandStatus.TIMED_OUT), retryable(), NOW))
                .isEqualTo(new Verdict.KeepLate(CommandStatus.FAILED));
    }

    @Test
    void while_a_log_is_awaited_a_repeated_success_adds_nothing() {
        Standing waiting = new Standing(CommandStatus.IN_PROGRESS, true, 1, 3, NOW.plusSeconds(60));

        assertThat(UpdateRules.judge(waiting, says(UpdateStatus.SUCCEEDED), NOW))
                .isEqualTo(new Verdict.Ignore());
    }

    private static Standing standing(CommandStatus status) {
        return standing(status, 1);
    }

    private static Standing standing(CommandStatus status, int attempt) {
        return new Standing(status, false, attempt, 3, NOW.plusSeconds(60));
    }

    private static CommandUpdate says(UpdateStatus status) {
        return CommandUpdate.of(COMMAND, 1, status, NOW);
    }

    private static CommandUpdate retryable() {
        return says(UpdateStatus.FAILED).withRetryable(true);
    }
}
