package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.hub.commands.CommandView.ChangeView;
import io.fleethub.hub.platform.security.SigningKeys;
import io.fleethub.hub.testing.MovableClock;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.UpdateStatus;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.signature.Jwk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LedgerProfile.class)
class CommandDispatchIT {

    @Inject
    LedgerFixture fleet;

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    RecordingPublisher broker;

    @Inject
    SigningKeys keys;

    @Inject
    MovableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
        broker.connected(true);
    }

    @Test
    void a_command_to_a_node_that_is_there_is_published_signed_and_becomes_sent() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);

        dispatcher.dispatchDue();

        awaitStatus(command, CommandStatus.SENT);
        Publication published = only(node);
        CommandRequest request = request(published);
        assertThat(request.commandId()).isEqualTo(command);
        assertThat(request.attempt()).isEqualTo(1);
        assertThat(published.correlationData()).contains(command.toString());
        assertThat(published.responseTopic()).contains("nodes/" + node + "/command-updates");
        assertThat(published.expiry())
                .hasValueSatisfying(life -> assertThat(life).isBetween(Duration.ofHours(23), Duration.ofHours(24)));
        Jwk key = keys.commandKeys().keys().get(0);
        assertThat(published.userProperties()).containsEntry("kid", key.kid());
        assertThat(CommandSignature.verify(
                        key.toPublicKey(),
                        "nodes/" + node + "/commands",
                        published.payload(),
                        published.userProperties().get("sig")))
                .isTrue();
    }

    @Test
    void nothing_is_published_while_the_node_is_away_and_all_of_it_after_its_birth() throws Exception {
        NodeId node = fleet.newNode();
        CommandId command = fleet.ping(node);
        fleet.presence(node, "OFFLINE", "s1");
        dispatcher.dispatchDue();
        assertThat(broker.publishedTo(node)).isEmpty();

        var reply = fleet.born(node, "s1");
        dispatcher.dispatchDue();

        awaitStatus(command, CommandStatus.SENT);
        assertThat(reply.commandsPending()).isEqualTo(1);
    }

    @Test
    void a_node_that_is_late_still_gets_its_command() throws Exception {
        NodeId node = fleet.nodeOnline();
        fleet.presence(node, "LATE", "s1");
        CommandId command = fleet.ping(node);

        dispatcher.dispatchDue();

        awaitStatus(command, CommandStatus.SENT);
    }

    @Test
    void without_a_broker_nothing_is_claimed() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        broker.connected(false);

        dispatcher.dispatchDue();

        assertThat(broker.publishedTo(node)).isEmpty();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.QUEUED);
    }

    @Test
    void one_command_is_in_flight_and_the_next_goes_by_priority_then_age() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId first = fleet.ping(node);
        dispatcher.dispatchDue();
        CommandId old = fleet.ping(node);
        CommandId young = fleet.ping(node);
        CommandId urgent = fleet.submit(node, new SubmitCommandRequest("PING", null, 9, null, null));
        dispatcher.dispatchDue();
        assertThat(sentTo(node)).containsExactly(first);

        for (CommandId next : List.of(first, urgent, old)) {
            awaitStatus(next, CommandStatus.SENT);
            fleet.says(node, next, 1, UpdateStatus.SUCCEEDED);
            dispatcher.dispatchDue();
        }

        assertThat(sentTo(node)).containsExactly(first, urgent, old, young);
    }

    @Test
    void an_emergency_goes_beside_the_command_in_flight() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId work = fleet.ping(node);
        dispatcher.dispatchDue();
        CommandId emergency = fleet.submit(node, "SAFE_MODE", "{'on':true}");
        CommandId second = fleet.submit(node, "SAFE_MODE", "{'on':false}");

        dispatcher.dispatchDue();

        assertThat(sentTo(node)).containsExactly(work, emergency).doesNotContain(second);
    }

    @Test
    void without_a_subscriber_it_stays_queued_and_frees_the_place() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        broker.answer(node, new PublishOutcome.NoSubscriber());
        dispatcher.dispatchDue();
        await().untilAsserted(() -> assertThat(fleet.see(command).history())
                .extracting(ChangeView::reason)
                .containsExactly(null, "NO_SUBSCRIBER"));
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.QUEUED);
        CommandId urgent = fleet.submit(node, new SubmitCommandRequest("PING", null, 9, null, null));
        broker.answer(node, new PublishOutcome.Accepted());

        dispatcher.dispatchDue();

        awaitStatus(urgent, CommandStatus.SENT);
        assertThat(sentTo(node)).containsExactly(command, urgent);
    }

    @Test
    void an_answer_before_the_brokers_acknowledgement_counts_and_the_acknowledgement_takes_nothing_back()
            throws Exception {
        NodeId node = fleet.nodeOnline();
        CompletableFuture<PublishOutcome> puback = new CompletableFuture<>();
        broker.answer(node, puback);
        CommandId command = fleet.ping(node);
        dispatcher.dispatchDue();

        fleet.says(node, command, 1, UpdateStatus.RECEIVED);
        puback.complete(new PublishOutcome.Accepted());
        CommandId marker = fleet.ping(fleet.nodeOnline());
        dispatcher.dispatchDue();
        awaitStatus(marker, CommandStatus.SENT);

        assertThat(fleet.see(command).history())
                .extracting(ChangeView::to)
                .containsExactly(CommandStatus.QUEUED, CommandStatus.DELIVERED);
    }

    @Test
    void what_nobody_answers_is_published_again_with_the_same_attempt() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        dispatcher.dispatchDue();
        awaitStatus(command, CommandStatus.SENT);
        clock.advance(Duration.ofSeconds(29));
        dispatcher.dispatchDue();
        assertThat(broker.publishedTo(node)).hasSize(1);

        clock.advance(Duration.ofSeconds(2));
        dispatcher.dispatchDue();

        List<Publication> both = broker.publishedTo(node);
        assertThat(both).hasSize(2);
        assertThat(both.get(1).payload()).isEqualTo(both.get(0).payload());
    }

    @Test
    void a_hub_that_dies_between_claim_and_publish_leaves_the_command_to_the_next() throws Exception {
        NodeId node = fleet.nodeOnline();
        broker.answer(node, new CompletableFuture<>());
        CommandId command = fleet.ping(node);
        dispatcher.dispatchDue();
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.QUEUED);
        broker.answer(node, new PublishOutcome.Accepted());

        clock.advance(Duration.ofSeconds(31));
        dispatcher.dispatchDue();

        awaitStatus(command, CommandStatus.SENT);
        assertThat(fleet.see(command).attempt()).isEqualTo(1);
    }

    @Test
    void after_a_birth_what_was_sent_is_sent_again_with_the_same_attempt() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        dispatcher.dispatchDue();
        awaitStatus(command, CommandStatus.SENT);
        fleet.says(node, command, 1, UpdateStatus.IN_PROGRESS);

        fleet.born(node, "s1");
        dispatcher.dispatchDue();

        assertThat(sentTo(node)).containsExactly(command, command);
        assertThat(fleet.see(command).status()).isEqualTo(CommandStatus.IN_PROGRESS);
        assertThat(request(broker.publishedTo(node).get(1)).attempt()).isEqualTo(1);
    }

    @Test
    void a_node_with_new_storage_gets_a_new_attempt_and_the_history_says_why() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        dispatcher.dispatchDue();
        awaitStatus(command, CommandStatus.SENT);

        fleet.born(node, "s2");
        dispatcher.dispatchDue();

        assertThat(broker.publishedTo(node)).hasSize(2);
        assertThat(request(broker.publishedTo(node).get(1)).attempt()).isEqualTo(2);
        assertThat(fleet.see(command).history()).anySatisfy(change -> {
            assertThat(change.reason()).isEqualTo("ATTEMPT_FAILED");
            assertThat(change.detail()).startsWith("JOURNAL_LOST");
            assertThat(change.to()).isEqualTo(CommandStatus.QUEUED);
        });
    }

    @Test
    void a_journal_lost_after_the_last_attempt_ends_the_command() throws Exception {
        NodeId node = fleet.nodeOnline();
        CommandId command = fleet.ping(node);
        for (int storage = 1; storage <= 4; storage++) {
            dispatcher.dispatchDue();
            fleet.born(node, "s" + (storage + 1));
        }
        dispatcher.dispatchDue();

        CommandView seen = fleet.see(command);
        assertThat(seen.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(seen.attempt()).isEqualTo(3);
        assertThat(seen.reason().code()).isEqualTo("JOURNAL_LOST");
    }

    @Test
    void dispatchers_that_work_at_once_never_put_two_commands_in_flight() {
        NodeId node = fleet.nodeOnline();
        for (int i = 0; i < 5; i++) {
            fleet.ping(node);
        }

        CompletableFuture<?>[] hubs = new CompletableFuture<?>[8];
        for (int i = 0; i < hubs.length; i++) {
            hubs[i] = CompletableFuture.runAsync(this::dispatch);
        }
        CompletableFuture.allOf(hubs).join();

        assertThat(broker.publishedTo(node)).hasSize(1);
    }

    private void dispatch() {
        try {
            dispatcher.dispatchDue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitStatus(CommandId command, CommandStatus status) {
        await().untilAsserted(() -> assertThat(fleet.see(command).status()).isEqualTo(status));
    }

    private Publication only(NodeId node) {
        assertThat(broker.publishedTo(node)).hasSize(1);
        return broker.publishedTo(node).get(0);
    }

    private List<CommandId> sentTo(NodeId node) {
        return broker.publishedTo(node).stream()
                .map(published -> request(published).commandId())
                .toList();
    }

    private static CommandRequest request(Publication publication) {
        try {
            return new MessageCodec().decode(CommandRequest.class, publication.payload());
        } catch (UnreadableMessageException e) {
            throw new IllegalStateException(e);
        }
    }
}
