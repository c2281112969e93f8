package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.bridge.HubSyncDraft;
import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.bridge.StatusStanding;
import io.fleethub.hub.commands.CommandView.ChangeView;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.UpdateStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LedgerProfile.class)
class CommandUpdateIT {

    @Inject
    LedgerFixture fleet;

    @Inject
    CommandUpdateHandler handler;

    @Inject
    CommandDeadlineJob deadlines;

    @Inject
    ScopedTransactions transactions;

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void the_history_tells_the_whole_way_and_who_went_it() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);

        fleet.says(node, command, 1, UpdateStatus.RECEIVED);
        fleet.says(node, command, 1, UpdateStatus.IN_PROGRESS);
        fleet.says(node, succeeded(command, "{'at':'2026-11-21T12:00:00Z'}"));

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(seen.result().path("at").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(seen.history())
                .extracting(ChangeView::from)
                .containsExactly(null, CommandStatus.QUEUED, CommandStatus.DELIVERED, CommandStatus.IN_PROGRESS);
        assertThat(seen.history())
                .extracting(ChangeView::actor)
                .containsExactly(LedgerFixture.SENDER, "node", "node", "node");
    }

    @Test
    void each_update_delivered_twice_adds_nothing() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        for (UpdateStatus status : List.of(UpdateStatus.RECEIVED, UpdateStatus.IN_PROGRESS, UpdateStatus.SUCCEEDED)) {
            fleet.says(node, command, 1, status);
        }
        CommandView once = fleet.see(command);

        for (UpdateStatus status : List.of(UpdateStatus.SUCCEEDED, UpdateStatus.RECEIVED, UpdateStatus.IN_PROGRESS)) {
            fleet.says(node, command, 1, status);
        }

        assertThat(fleet.see(command)).isEqualTo(once);
    }

    @Test
    void a_failed_attempt_delivered_twice_is_tried_again_once() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        CommandUpdate failure = CommandUpdate.of(command, 1, UpdateStatus.FAILED, clock.instant())
                .withReason(Reason.of(ReasonCode.BUSY, "another restart"))
                .withRetryable(true);

        fleet.says(node, failure);
        fleet.says(node, failure);

        CommandView seen = fleet.see(command);
        assertThat(seen.attempt()).isEqualTo(2);
        assertThat(seen.status()).isEqualTo(CommandStatus.QUEUED);
        assertThat(seen.history()).hasSize(2).last().satisfies(change -> {
            assertThat(change.reason()).isEqualTo("ATTEMPT_FAILED");
            assertThat(change.detail()).isEqualTo("BUSY: another restart");
        });
    }

    @Test
    void the_third_retryable_failure_is_final() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);

        for (int attempt = 1; attempt <= 3; attempt++) {
            fleet.says(
                    node,
                    CommandUpdate.of(command, attempt, UpdateStatus.FAILED, clock.instant())
                            .withReason(Reason.of(ReasonCode.BUSY))
                            .withRetryable(true));
        }

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(seen.attempt()).isEqualTo(3);
        assertThat(seen.reason()).isEqualTo(Reason.of(ReasonCode.BUSY));
    }

    @Test
    void an_answer_of_an_older_attempt_stands_once_in_the_history_and_moves_nothing() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        fleet.says(
                node,
                CommandUpdate.of(command, 1, UpdateStatus.FAILED, clock.instant())
                        .withRetryable(true));

        fleet.says(node, command, 1, UpdateStatus.SUCCEEDED);
        fleet.says(node, command, 1, UpdateStatus.SUCCEEDED);

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.QUEUED);
        assertThat(seen.lateResult()).isNull();
        assertThat(seen.history()).hasSize(3).last().satisfies(note -> {
            assertThat(note.from()).isEqualTo(note.to()).isEqualTo(CommandStatus.QUEUED);
            assertThat(note.attempt()).isEqualTo(1);
        });
    }

    @Test
    void only_the_first_late_result_is_kept_and_the_status_stays() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        fleet.says(node, command, 1, UpdateStatus.RECEIVED);
        clock.advance(Duration.ofSeconds(61));
        deadlines.endOverdue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.TIMED_OUT);

        fleet.says(node, succeeded(command, "{'at':'2026-11-21T12:00:00Z'}"));
        fleet.says(node, command, 1, UpdateStatus.REJECTED);

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(seen.reason().code()).isEqualTo("TIMED_OUT");
        assertThat(seen.result()).isNull();
        assertThat(seen.lateResult().path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(seen.lateResult().path("attempt").asInt()).isEqualTo(1);
        assertThat(Instant.parse(seen.lateResult().path("at").asText())).isNotNull();
        assertThat(seen.lateResult().path("result").path("at").asText()).isEqualTo("2026-11-21T12:00:00Z");
    }

    @Test
    void progress_is_shown_and_never_goes_back() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        CommandUpdate working = CommandUpdate.of(command, 1, UpdateStatus.IN_PROGRESS, clock.instant());

        fleet.says(node, working.withProgress(new CommandUpdate.Progress(60.0, "install")));
        fleet.says(node, working.withProgress(new CommandUpdate.Progress(20.0, "download")));

        CommandView seen = fleet.see(command);
        assertThat(seen.progress().path("step").asText()).isEqualTo("install");
        assertThat(seen.history()).hasSize(2);
    }

    @Test
    void a_command_of_another_node_is_unknown() {
        NodeId owner = fleet.nodeOnline();
        NodeId other = fleet.nodeOnline();
        CommandId command = fleet.ping(owner);
        fleet.ping(other);

        assertThatThrownBy(() -> fleet.says(other, command, 1, UpdateStatus.SUCCEEDED))
                .isInstanceOfSatisfying(
                        QuarantineException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.UNKNOWN_COMMAND));
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.QUEUED);
    }

    @Test
    void an_attempt_that_was_never_made_is_unknown() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);

        assertThatThrownBy(() -> fleet.says(node, command, 2, UpdateStatus.RECEIVED))
                .isInstanceOf(QuarantineException.class)
                .hasMessageContaining("never had an attempt 2");
    }

    @Test
    void an_update_whose_transaction_dies_leaves_no_trace_and_counts_when_it_comes_again() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        CommandUpdate update = CommandUpdate.of(command, 1, UpdateStatus.SUCCEEDED, clock.instant());

        assertThatThrownBy(() -> transactions.run(LedgerFixture.TENANT, () -> {
                    handler.handle(
                            new Inbound<>(node, LedgerFixture.TENANT.id(), update, clock.instant(), Map.of()),
                            new HubSyncDraft());
                    throw new IllegalStateException("the hub dies");
                }))
                .hasMessage("the hub dies");
        CommandView before = fleet.see(command);
        fleet.says(node, update);

        assertThat(before.status()).isEqualTo(CommandStatus.QUEUED);
        assertThat(before.history()).hasSize(1);
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
    }

    @Test
    void what_was_accepted_before_the_first_birth_is_judged_by_it() {
        NodeId node = fleet.newNode();
        CommandId impossible = fleet.submit(node, "REBOOT", "{}");
        CommandId forbidden = fleet.submit(node, "RESTART", "{'service':'sshd'}");
        CommandId fine = fleet.submit(node, "RESTART", "{'service':'web'}");
        fleet.capabilities(
                node,
                "[{'operation':'RESTART','parameters':{'properties':{'service':{'enum':['web']}}}},{'operation':'PING'}]");

        fleet.born(node, "s1");

        assertThat(fleet.see(impossible).status()).isEqualTo(CommandStatus.REJECTED);
        assertThat(fleet.see(impossible).reason().code()).isEqualTo("NOT_CAPABLE");
        assertThat(fleet.see(forbidden).reason().detail()).startsWith("parameters.service");
        assertThat(fleet.see(fine).status()).isEqualTo(CommandStatus.QUEUED);
    }

    @Test
    void a_birth_delivered_twice_judges_once() {
        NodeId node = fleet.newNode();
        CommandId impossible = fleet.submit(node, "REBOOT", "{}");
        fleet.capabilities(node, "[{'operation':'PING'}]");
        fleet.born(node, "s1");
        CommandView once = fleet.see(impossible);

        fleet.born(node, "s1");

        assertThat(fleet.see(impossible)).isEqualTo(once);
    }

    @Test
    void a_status_that_is_no_news_asks_for_nothing() {
        NodeId node = fleet.nodeOnline();
        fleet.ping(node);

        HubSyncDraft reply = fleet.status(node, "BIRTH", StatusStanding.STALE);

        assertThat(reply.commandsPending()).isNull();
    }

    @Test
    void a_heartbeat_tells_how_many_commands_are_left() {
        NodeId node = fleet.nodeOnline();
        CommandId first = fleet.ping(node);
        fleet.ping(node);
        fleet.says(node, first, 1, UpdateStatus.SUCCEEDED);

        HubSyncDraft reply = fleet.status(node, "HEARTBEAT", StatusStanding.CONTINUED);

        assertThat(reply.commandsPending()).isEqualTo(1);
    }

    @Test
    void what_was_never_published_expires_at_its_start_by() {
        NodeId node = fleet.newNode();
        CommandId command = fleet.pingStartingWithin(node, Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(9));
        deadlines.endOverdue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.QUEUED);

        clock.advance(Duration.ofSeconds(2));
        deadlines.endOverdue();

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.EXPIRED);
        assertThat(seen.reason().code()).isEqualTo("EXPIRED");
        assertThat(seen.history())
                .last()
                .satisfies(change -> assertThat(change.actor()).isEqualTo("hub"));
    }

    @Test
    void what_the_node_has_expires_thirty_seconds_later_when_it_does_not_begin() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.pingStartingWithin(node, Duration.ofSeconds(10));
        fleet.says(node, command, 1, UpdateStatus.RECEIVED);
        clock.advance(Duration.ofSeconds(39));
        deadlines.endOverdue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.DELIVERED);

        clock.advance(Duration.ofSeconds(2));
        deadlines.endOverdue();

        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.EXPIRED);
    }

    @Test
    void what_runs_too_long_times_out_and_jobs_that_look_twice_change_nothing() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.pingStartingWithin(node, Duration.ofSeconds(10));
        fleet.says(node, command, 1, UpdateStatus.IN_PROGRESS);
        clock.advance(Duration.ofSeconds(89));
        deadlines.endOverdue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.IN_PROGRESS);

        clock.advance(Duration.ofSeconds(2));
        deadlines.endOverdue();
        CommandView once = fleet.see(command);
        deadlines.endOverdue();

        assertThat(once.status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(fleet.see(command)).isEqualTo(once);
    }

    @Test
    void another_tenants_scope_does_not_see_the_command() {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        CommandUpdate update = CommandUpdate.of(command, 1, UpdateStatus.SUCCEEDED, clock.instant());
        TestTokens.foreignAdmin();

        assertThatThrownBy(() -> transactions.run(
                        Scope.Tenant.of(TestTokens.FOREIGN),
                        () -> handler.handle(
                                new Inbound<>(node, TestTokens.FOREIGN, update, clock.instant(), Map.of()),
                                new HubSyncDraft())))
                .isInstanceOf(QuarantineException.class);
    }

    private CommandUpdate succeeded(CommandId command, String result) {
        return CommandUpdate.of(command, 1, UpdateStatus.SUCCEEDED, clock.instant())
                .withResult(LedgerFixture.json(result));
    }
}
