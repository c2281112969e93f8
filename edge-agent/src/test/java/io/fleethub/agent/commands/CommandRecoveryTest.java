package io.fleethub.agent.commands;

import static io.fleethub.schemas.message.UpdateStatus.CANCELED;
import static io.fleethub.schemas.message.UpdateStatus.FAILED;
import static io.fleethub.schemas.message.UpdateStatus.IN_PROGRESS;
import static io.fleethub.schemas.message.UpdateStatus.RECEIVED;
import static io.fleethub.schemas.message.UpdateStatus.REJECTED;
import static io.fleethub.schemas.message.UpdateStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.machine.BootId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next agent does with what the last one left. */
class CommandRecoveryTest {

    @TempDir
    Path home;

    private CommandRig rig;

    @BeforeEach
    void start() {
        rig = new CommandRig(home);
    }

    @AfterEach
    void end() {
        rig.ping.gate.countDown();
        rig.restart.gate.countDown();
        rig.close();
    }

    @Test
    void aCommandInTheMiddleIsResumedFromItsLastCheckpoint() {
        rig.restart.resumable = true;
        diesInTheMiddleOf(restart());

        await().untilAsserted(() ->
                assertThat(rig.sent).extracting(CommandUpdate::status).contains(SUCCEEDED));
        assertThat(rig.restart.effects).contains("resumed before the effect on - same boot true");
    }

    @Test
    void whatCannotBeResumedFailsAsInterruptedAndHasNoSecondEffect() {
        IncomingMessage message = restart();
        diesInTheMiddleOf(message);

        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(FAILED));
        assertThat(rig.last().reason().code()).isEqualTo(ReasonCode.INTERRUPTED.name());
        assertThat(rig.restart.effects).hasSize(1);
    }

    @Test
    void theResumedOneIsAnsweredWhenTheHubAsksAgain() {
        IncomingMessage message = restart();
        diesInTheMiddleOf(message);
        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(FAILED));
        CommandUpdate answer = rig.last();
        int before = rig.sent.size();

        rig.receive(message);

        await().untilAsserted(() -> assertThat(rig.sent).hasSize(before + 1));
        assertThat(rig.last()).isEqualTo(answer);
        assertThat(rig.restart.effects).hasSize(1);
    }

    @Test
    void anotherBootIsToldToTheOperation() {
        rig.restart.resumable = true;
        rig.restart.gate = new CountDownLatch(1);
        rig.receive(restart());
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);
        rig.boot = new BootId("boot-2");
        rig.uptimeMillis = 5_000;

        rig.restartAgent();

        await().untilAsserted(() ->
                assertThat(rig.restart.effects).contains("resumed before the effect on - same boot false"));
    }

    @Test
    void afterItsTimeToRunItIsNotResumedAnyMore() {
        rig.restart.resumable = true;
        rig.restart.gate = new CountDownLatch(1);
        rig.receive(restart());
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);
        rig.uptimeMillis += Duration.ofMinutes(2).toMillis();

        rig.restartAgent();

        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(FAILED));
        assertThat(rig.last().reason().code()).isEqualTo(ReasonCode.INTERRUPTED.name());
        assertThat(rig.restart.effects).hasSize(1);
    }

    @Test
    void whatWasReceivedButNotBegunWaitsForTheHubsWord() {
        IncomingMessage waiting = restart();
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.receive(waiting);
        await().untilAsserted(() -> assertThat(rig.sent).hasSize(3));
        rig.restartAgent();
        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(FAILED));
        assertThat(rig.restart.effects).isEmpty();

        rig.receive(waiting);

        await().untilAsserted(() -> assertThat(rig.restart.effects).hasSize(1));
        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(SUCCEEDED));
    }

    @Test
    void whatWasReceivedButNotBegunDoesNotBeginAfterItsTime() {
        IncomingMessage waiting = restart();
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.receive(waiting);
        await().untilAsserted(() -> assertThat(rig.sent).hasSize(3));
        rig.restartAgent();
        rig.uptimeMillis += Duration.ofHours(2).toMillis();

        rig.receive(waiting);

        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(REJECTED));
        assertThat(rig.last().reason().code()).isEqualTo(ReasonCode.EXPIRED.name());
        assertThat(rig.restart.effects).isEmpty();
    }

    @Test
    void whatWasReceivedButNotBegunCanBeTakenBackByTheNextAgent() {
        CommandRequest request =
                SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode());
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.receive(rig.hub.signed(request));
        await().untilAsserted(() -> assertThat(rig.sent).hasSize(3));
        rig.restartAgent();

        rig.receive(rig.hub.signed(SigningHub.cancel(request.commandId())));
        await().untilAsserted(() ->
                assertThat(rig.sent).extracting(CommandUpdate::status).contains(CANCELED));
        rig.receive(rig.hub.signed(request));

        await().untilAsserted(() -> assertThat(rig.last().status()).isEqualTo(CANCELED));
        assertThat(rig.restart.effects).isEmpty();
    }

    @Test
    void anEndedCommandIsAnsweredByTheNextAgentWithoutASecondEffect() {
        IncomingMessage message = restart();
        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
        CommandUpdate answer = rig.last();
        rig.restartAgent();

        rig.receive(message);

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, SUCCEEDED);
        assertThat(rig.last()).isEqualTo(answer);
        assertThat(rig.restart.effects).hasSize(1);
    }

    @Test
    void updatesThatWaitedAreSentByTheNextAgent() {
        rig.outcome = new PublishOutcome.NotSent("no connection");
        rig.receive(restart());
        await().untilAsserted(() -> assertThat(rig.pending()).isEqualTo(3));
        rig.restartAgent();
        rig.sent.clear();

        rig.outcome = new PublishOutcome.Accepted();
        rig.commands().connected();

        rig.awaitNothingPending();
        assertThat(rig.sent).extracting(CommandUpdate::status).containsSubsequence(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    private IncomingMessage restart() {
        return rig.hub.signed(SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode()));
    }

    private void diesInTheMiddleOf(IncomingMessage message) {
        rig.restart.gate = new CountDownLatch(1);
        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);
        rig.restartAgent();
    }
}
