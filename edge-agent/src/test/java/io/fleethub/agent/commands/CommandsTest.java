package io.fleethub.agent.commands;

import static io.fleethub.schemas.message.UpdateStatus.FAILED;
import static io.fleethub.schemas.message.UpdateStatus.IN_PROGRESS;
import static io.fleethub.schemas.message.UpdateStatus.RECEIVED;
import static io.fleethub.schemas.message.UpdateStatus.REJECTED;
import static io.fleethub.schemas.message.UpdateStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a command, the order of updates, and time; trust, cancels and crashes have tests of their own. */
class CommandsTest {

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
    void aCommandIsReceivedBegunAndEnded() {
        CommandRequest request = rig.hub.ping();

        rig.receive(rig.hub.signed(request));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
        assertThat(rig.sent).allMatch(update -> update.commandId().equals(request.commandId()));
        assertThat(rig.sent).allMatch(update -> Integer.valueOf(1).equals(update.attempt()));
        rig.awaitNothingPending();
    }

    @Test
    void deliveredTwiceItHasOneEffectAndTheSameAnswer() {
        IncomingMessage message = rig.hub.signed(rig.hub.ping());
        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
        CommandUpdate answer = rig.last();

        rig.receive(message);

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, SUCCEEDED);
        assertThat(rig.last()).isEqualTo(answer);
        assertThat(rig.ping.effects).hasSize(1);
    }

    @Test
    void deliveredAgainWhileItRunsItIsToldHowFarItIs() {
        rig.ping.gate = new CountDownLatch(1);
        IncomingMessage message = rig.hub.signed(rig.hub.ping());
        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);

        rig.receive(message);
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, IN_PROGRESS);
        rig.ping.gate.countDown();

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, IN_PROGRESS, SUCCEEDED);
        assertThat(rig.ping.effects).hasSize(1);
    }

    @Test
    void anotherAttemptIsAnotherEffect() {
        CommandId id = rig.hub.newId();
        rig.ping.result = new OperationResult.Failed(ReasonCode.BUSY, "not now", true);
        rig.receive(rig.hub.signed(request(id, 1)));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, FAILED);
        assertThat(rig.last().mayRetry()).isTrue();

        rig.receive(rig.hub.signed(request(id, 2)));

        await().untilAsserted(() -> assertThat(rig.ping.effects).containsExactly(id + "/1", id + "/2"));
    }

    @Test
    void anAttemptThatIsOvertakenByALaterOneIsNotDoneAnyMore() {
        CommandId id = rig.hub.newId();
        rig.receive(rig.hub.signed(request(id, 2)));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);

        rig.receive(rig.hub.signed(request(id, 1)));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, REJECTED);
        assertThat(rig.ping.effects).containsExactly(id + "/2");
    }

    @Test
    void whatSucceededIsRepeatedWithAllThatBelongsToIt() {
        rig.ping.repeatable = true;
        CommandRequest request = rig.hub.ping();
        rig.receive(rig.hub.signed(request));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);

        rig.receive(rig.hub.signed(request));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED, SUCCEEDED);
        assertThat(rig.ping.repeats).containsExactly(request.commandId() + "/1");
        assertThat(rig.ping.effects).hasSize(1);
    }

    @Test
    void whatTheNodeCannotDoIsRefusedAndStaysRefused() {
        IncomingMessage message =
                rig.hub.signed(SigningHub.request(rig.hub.newId(), 1, "REBOOT", JsonNodeFactory.instance.objectNode()));

        rig.receive(message);
        rig.receive(message);

        rig.awaitStatuses(REJECTED, REJECTED);
        assertThat(rig.sent).allMatch(update -> reason(update).equals(ReasonCode.NOT_CAPABLE.name()));
    }

    @Test
    void anOperationThatNobodyKnowsIsRefused() {
        rig.receive(rig.hub.signed(
                SigningHub.request(rig.hub.newId(), 1, "RUN_SHELL", JsonNodeFactory.instance.objectNode())));

        assertRefused(ReasonCode.NOT_CAPABLE);
    }

    @Test
    void whatIsNotOnTheListIsRefused() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("service", "demo; reboot");

        rig.receive(rig.hub.signed(SigningHub.request(rig.hub.newId(), 1, "RESTART", parameters)));

        assertRefused(ReasonCode.NOT_ALLOWED);
        assertThat(rig.restart.effects).isEmpty();
    }

    @Test
    void nothingStartsWhenItsExpiryHasPassedBetweenReceiptAndJudgement() {
        IncomingMessage message = rig.hub.signed(rig.hub.ping(), OptionalLong.of(10));
        IncomingMessage old = new IncomingMessage(
                message.topic(),
                message.payload(),
                message.userProperties(),
                message.messageExpirySeconds(),
                System.nanoTime() - Duration.ofSeconds(11).toNanos());

        rig.receive(old);

        assertRefused(ReasonCode.EXPIRED);
    }

    @Test
    void nothingStartsWhenItsTimePassesWhileItWaitsForItsTurn() {
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);
        rig.receive(rig.hub.signed(
                SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode()),
                OptionalLong.of(60)));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, RECEIVED);

        rig.uptimeMillis += 61_000;
        rig.ping.gate.countDown();

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, RECEIVED, SUCCEEDED, REJECTED);
        assertThat(reason(rig.last())).isEqualTo(ReasonCode.EXPIRED.name());
        assertThat(rig.restart.effects).isEmpty();
    }

    @Test
    void withoutAnExpiryTheHubsTimeCounts() {
        rig.hubTime = Optional.of(Clock.systemUTC().instant().plus(Duration.ofHours(2)));

        rig.receive(rig.hub.signed(rig.hub.ping(), OptionalLong.empty()));

        assertRefused(ReasonCode.EXPIRED);
    }

    @Test
    void anExpiryThatSomebodyChangedDoesNotReviveAnOldCommand() {
        Instant month = Clock.systemUTC().instant().minus(Duration.ofDays(31));
        rig.hubTime = Optional.of(Clock.systemUTC().instant());
        CommandRequest old = new CommandRequest(
                Message.VERSION, rig.hub.newId(), 1, "PING", null, month, month.plusSeconds(60), Duration.ofMinutes(1));

        rig.receive(rig.hub.signed(old, OptionalLong.of(3_600)));

        assertRefused(ReasonCode.EXPIRED);
    }

    @Test
    void aWrongWallClockExpiresNothing() {
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
        CommandRequest request = new CommandRequest(
                Message.VERSION, rig.hub.newId(), 1, "PING", null, longAgo, longAgo, Duration.ofMinutes(1));

        rig.receive(rig.hub.signed(request, OptionalLong.of(60)));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    @Test
    void afterItsTimeToRunItIsInterruptedAndFails() {
        rig.ping.gate = new CountDownLatch(1);
        CommandRequest request = rig.hub.ping();
        CommandRequest brief = new CommandRequest(
                Message.VERSION,
                request.commandId(),
                1,
                "PING",
                null,
                request.issuedAt(),
                request.startBy(),
                Duration.ofMillis(100));

        rig.receive(rig.hub.signed(brief));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, FAILED);
        assertThat(reason(rig.last())).isEqualTo(ReasonCode.TIMED_OUT.name());
        assertThat(rig.last().mayRetry()).isTrue();
    }

    @Test
    void anEndlessTimeToRunIsNoOverflow() {
        CommandRequest request = rig.hub.ping();
        CommandRequest endless = new CommandRequest(
                Message.VERSION,
                request.commandId(),
                1,
                "PING",
                null,
                request.issuedAt(),
                request.startBy(),
                Duration.ofHours(999_999_999));

        rig.receive(rig.hub.signed(endless));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    @Test
    void aCommandThatFailedItsOperationDoesNotTakeTheWorkerWithIt() {
        rig.ping.result = null;
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS, FAILED);
        assertThat(reason(rig.last())).isEqualTo(ReasonCode.INTERNAL.name());

        rig.receive(rig.hub.signed(
                SigningHub.request(rig.hub.newId(), 1, "RESTART", JsonNodeFactory.instance.objectNode())));

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, FAILED, RECEIVED, IN_PROGRESS, SUCCEEDED);
    }

    @Test
    void whenTooManyWaitOneMoreIsRefused() {
        rig.ping.gate = new CountDownLatch(1);
        for (int i = 0; i < 17; i++) {
            rig.receive(rig.hub.signed(rig.hub.ping()));
        }
        await().untilAsserted(() -> assertThat(rig.sent).hasSize(18));

        rig.receive(rig.hub.signed(rig.hub.ping()));

        await().untilAsserted(() -> assertThat(rig.sent).hasSize(19));
        assertThat(reason(rig.last())).isEqualTo(ReasonCode.BUSY.name());
    }

    @Test
    void whatTheBrokerDidNotTakeIsSentAgain() {
        rig.outcome = new PublishOutcome.NotSent("no connection");
        rig.receive(rig.hub.signed(rig.hub.ping()));
        await().untilAsserted(() -> assertThat(rig.pending()).isEqualTo(3));

        rig.outcome = new PublishOutcome.Accepted();
        rig.commands().connected();

        rig.awaitNothingPending();
    }

    @Test
    void anUpdateThatIsBeyondTheNodesQuotaWaitsAndIsNeverDropped() {
        rig.outcome = new PublishOutcome.Refused(0x97);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        await().untilAsserted(() -> assertThat(rig.sent).hasSizeGreaterThan(12));

        rig.sent.clear();
        rig.outcome = new PublishOutcome.Accepted();

        await().untilAsserted(() -> assertThat(rig.sent)
                .extracting(CommandUpdate::status)
                .contains(RECEIVED)
                .endsWith(SUCCEEDED));
    }

    @Test
    void anUpdateThatTheBrokerRefusesForEverDoesNotBlockTheOthers() {
        rig.outcome = new PublishOutcome.Refused(0x99);

        rig.receive(rig.hub.signed(rig.hub.ping()));

        await().untilAsserted(() ->
                assertThat(rig.sent).extracting(CommandUpdate::status).contains(RECEIVED, IN_PROGRESS, SUCCEEDED));
        rig.awaitNothingPending();
    }

    private void assertRefused(ReasonCode reason) {
        rig.awaitStatuses(REJECTED);
        assertThat(reason(rig.last())).isEqualTo(reason.name());
        assertThat(rig.ping.effects).isEmpty();
    }

    private static CommandRequest request(CommandId id, int attempt) {
        return SigningHub.request(id, attempt, "PING", JsonNodeFactory.instance.objectNode());
    }

    private static String reason(CommandUpdate update) {
        assertThat(update.reason()).isNotNull();
        return update.reason().code();
    }
}
