package io.fleethub.agent.commands;

import static io.fleethub.schemas.message.UpdateStatus.CANCELED;
import static io.fleethub.schemas.message.UpdateStatus.IN_PROGRESS;
import static io.fleethub.schemas.message.UpdateStatus.RECEIVED;
import static io.fleethub.schemas.message.UpdateStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking a command back, before, while and after it runs. */
class CommandCancelTest {

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
    void aWaitingCommandIsCanceledAndNeverBegins() {
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        CommandRequest waiting =
                SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode());
        rig.receive(rig.hub.signed(waiting));

        rig.receive(rig.hub.signed(SigningHub.cancel(waiting.commandId())));
        await().untilAsserted(() ->
                assertThat(rig.sent).extracting(CommandUpdate::status).contains(CANCELED));
        rig.ping.gate.countDown();

        await().untilAsserted(() ->
                assertThat(rig.sent).extracting(CommandUpdate::status).contains(SUCCEEDED));
        assertThat(rig.restart.effects).isEmpty();
    }

    @Test
    void aRunningCommandThatCanBeEndedIsCanceled() {
        rig.ping.cancelable = true;
        rig.ping.gate = new CountDownLatch(1);
        CommandRequest request = rig.hub.ping();
        rig.receive(rig.hub.signed(request));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);

        rig.receive(rig.hub.signed(SigningHub.cancel(request.commandId())));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, CANCELED);
    }

    @Test
    void aRunningCommandThatCannotBeEndedRefusesTheCancel() {
        rig.restart.gate = new CountDownLatch(1);
        CommandRequest request =
                SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode());
        rig.receive(rig.hub.signed(request));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);

        rig.receive(rig.hub.signed(SigningHub.cancel(request.commandId())));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, IN_PROGRESS);
        assertThat(reason(rig.last())).isEqualTo(ReasonCode.CANCEL_REFUSED.name());
        rig.restart.gate.countDown();

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, IN_PROGRESS, SUCCEEDED);
    }

    @Test
    void aCancelThatComesBeforeItsCommandKeepsItFromRunning() {
        CommandRequest request = rig.hub.ping();
        rig.receive(rig.hub.signed(SigningHub.cancel(request.commandId())));
        rig.awaitStatuses(CANCELED);

        rig.receive(rig.hub.signed(request));

        rig.awaitStatuses(CANCELED, CANCELED);
        assertThat(rig.ping.effects).isEmpty();
    }

    @Test
    void aCancelDeliveredTwiceIsAnsweredTwiceAlike() {
        CommandRequest request = rig.hub.ping();
        rig.receive(rig.hub.signed(request));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
        CommandUpdate answer = rig.last();
        IncomingMessage cancel = rig.hub.signed(SigningHub.cancel(request.commandId()));

        rig.receive(cancel);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, SUCCEEDED);
        rig.receive(cancel);

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, SUCCEEDED, SUCCEEDED);
        assertThat(rig.last()).isEqualTo(answer);
    }

    private static CommandRequest request(CommandId id, int attempt) {
        return SigningHub.request(id, attempt, "PING", JsonNodeFactory.instance.objectNode());
    }

    private static String reason(CommandUpdate update) {
        assertThat(update.reason()).isNotNull();
        return update.reason().code();
    }
}
