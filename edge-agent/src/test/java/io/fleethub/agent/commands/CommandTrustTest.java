package io.fleethub.agent.commands;

import static io.fleethub.schemas.message.UpdateStatus.IN_PROGRESS;
import static io.fleethub.schemas.message.UpdateStatus.RECEIVED;
import static io.fleethub.schemas.message.UpdateStatus.REJECTED;
import static io.fleethub.schemas.message.UpdateStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed, and what is told to whom is not. */
class CommandTrustTest {

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
    void unsignedIsRefused() {
        IncomingMessage message = rig.hub.signed(rig.hub.ping());

        rig.receive(SigningHub.withProperties(message, Map.of()));

        assertRefused(ReasonCode.BAD_SIGNATURE);
    }

    @Test
    void signedByAnUnknownKeyIsRefused() {
        rig.receive(new SigningHub().signed(rig.hub.ping()));

        assertRefused(ReasonCode.BAD_SIGNATURE);
    }

    @Test
    void signedForAnotherNodeIsRefused() {
        rig.receive(rig.hub.signedForAnother(rig.hub.ping()));

        assertRefused(ReasonCode.BAD_SIGNATURE);
    }

    @Test
    void oneChangedByteIsRefused() {
        IncomingMessage message = rig.hub.signed(rig.hub.ping());

        rig.receive(SigningHub.changed(message, "\"PING\"", "\"PONG\""));

        assertRefused(ReasonCode.BAD_SIGNATURE);
    }

    @Test
    void aForgedRepeatDoesNotSpeakAgainstACommandThatRuns() {
        rig.ping.gate = new CountDownLatch(1);
        IncomingMessage message = rig.hub.signed(rig.hub.ping());
        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);

        rig.receive(SigningHub.changed(message, "\"PING\"", "\"PONG\""));
        rig.receive(message);

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, IN_PROGRESS);
    }

    @Test
    void anUnsignedCancelEndsNothing() {
        rig.ping.cancelable = true;
        rig.ping.gate = new CountDownLatch(1);
        CommandRequest request = rig.hub.ping();
        rig.receive(rig.hub.signed(request));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);

        rig.receive(SigningHub.withProperties(rig.hub.signed(SigningHub.cancel(request.commandId())), Map.of()));
        rig.ping.gate.countDown();

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    @Test
    void signedNonsenseWithAReadableIdIsRefusedWithItsReason() {
        CommandId id = rig.hub.newId();
        String payload = "{\"v\":2,\"commandId\":\"" + id + "\",\"attempt\":3}";

        rig.receive(rig.hub.signedBytes(payload.getBytes(StandardCharsets.UTF_8)));

        assertRefused(ReasonCode.UNKNOWN_VERSION);
        assertThat(rig.last().attempt()).isEqualTo(3);
    }

    @Test
    void signedNonsenseWithoutAnIdIsOnlyLogged() {
        rig.receive(rig.hub.signedBytes("{\"v\":1".getBytes(StandardCharsets.UTF_8)));
        rig.receive(rig.hub.signed(rig.hub.ping()));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    private void assertRefused(ReasonCode reason) {
        rig.awaitStatuses(REJECTED);
        assertThat(reason(rig.last())).isEqualTo(reason.name());
        assertThat(rig.ping.effects).isEmpty();
    }

    private static String reason(CommandUpdate update) {
        assertThat(update.reason()).isNotNull();
        return update.reason().code();
    }
}
