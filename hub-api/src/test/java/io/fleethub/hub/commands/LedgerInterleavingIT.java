package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.commands.CommandView.ChangeView;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.UpdateStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a node, a broker and time do in whatever order, the ledger keeps its promises. The seed repeats a run. */
@QuarkusTest
@TestProfile(LedgerProfile.class)
class LedgerInterleavingIT {

    private static final int STEPS = 60;
    private static final CompletableFuture<PublishOutcome> NEVER = new CompletableFuture<>();

    @Inject
    LedgerFixture fleet;

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    CommandDeadlineJob deadlines;

    @Inject
    RecordingPublisher broker;

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void every_command_ends_by_legal_moves_and_never_two_are_at_work(long seed) throws Exception {
        Random random = new Random(seed);
        NodeId node = fleet.nodeOnline();
        List<CommandId> commands = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            commands.add(fleet.submit(
                    node,
                    new SubmitCommandRequest(
                            "PING", null, random.nextInt(10), Duration.ofMinutes(5), Duration.ofSeconds(30))));
        }

        for (int step = 0; step < STEPS; step++) {
            act(random, node);
            assertThat(commands.stream().filter(this::isAtWork)).hasSizeLessThanOrEqualTo(1);
        }
        clock.advance(Duration.ofMinutes(6));
        deadlines.endOverdue();
        clock.advance(Duration.ofMinutes(2));
        deadlines.endOverdue();

        assertThat(commands).allSatisfy(command -> {
            CommandView seen = fleet.see(command);
            assertThat(seen.status().isFinal()).isTrue();
            assertThat(seen.attempt()).isLessThanOrEqualTo(3);
            assertLegal(seen.history());
        });
    }

    private void act(Random random, NodeId node) throws InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> fleet.born(node, "s" + random.nextInt(3));
            case 1 -> fleet.presence(node, random.nextBoolean() ? "OFFLINE" : "ONLINE", "s1");
            case 2 -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
            case 3 -> deadlines.endOverdue();
            case 4, 5 -> answer(random, node);
            default -> dispatch(random, node);
        }
    }

    private void dispatch(Random random, NodeId node) throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> broker.answer(node, new PublishOutcome.NoSubscriber());
            case 1 -> broker.answer(node, NEVER);
            default -> broker.answer(node, new PublishOutcome.Accepted());
        }
        dispatcher.dispatchDue();
    }

    /** Any word about anything that ever arrived, so also what is over, out of order and again. */
    private void answer(Random random, NodeId node) {
        List<Publication> published = broker.arrivedAt(node);
        if (published.isEmpty()) {
            return;
        }
        CommandRequest request = read(published.get(random.nextInt(published.size())));
        UpdateStatus[] words = {
            UpdateStatus.RECEIVED,
            UpdateStatus.IN_PROGRESS,
            UpdateStatus.IN_PROGRESS,
            UpdateStatus.SUCCEEDED,
            UpdateStatus.FAILED
        };
        UpdateStatus word = words[random.nextInt(words.length)];
        fleet.says(
                node,
                CommandUpdate.of(request.commandId(), request.attempt(), word, clock.instant())
                        .withRetryable(random.nextBoolean()));
    }

    private boolean isAtWork(CommandId command) {
        CommandStatus status = fleet.see(command).status();
        return !status.isFinal() && status != CommandStatus.QUEUED;
    }

    private static void assertLegal(List<ChangeView> history) {
        CommandStatus before = null;
        for (ChangeView change : history) {
            assertThat(change.from()).isEqualTo(before);
            boolean note = change.from() == change.to();
            boolean legal = change.from() == null
                    ? change.to() == CommandStatus.QUEUED
                    : note || change.from().canMoveTo(change.to());
            assertThat(legal).as(change.toString()).isTrue();
            before = change.to();
        }
    }

    private static CommandRequest read(Publication publication) {
        try {
            return new MessageCodec().decode(CommandRequest.class, publication.payload());
        } catch (UnreadableMessageException e) {
            throw new IllegalStateException(e);
        }
    }
}
