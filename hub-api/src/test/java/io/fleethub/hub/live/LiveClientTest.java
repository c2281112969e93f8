package io.fleethub.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.live.EventHistory.Placed;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveClientTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Scope.Tenant ALL = Scope.Tenant.of(LiveEvents.TENANT);

    private final AtomicInteger left = new AtomicInteger();
    private final Connection connection = new Connection();
    private int last;

    @Test
    void aConnectionGetsAsMuchAsItAsksFor() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);
        offer(client, LiveEvents.presence("a"), LiveEvents.presence("b"));
        client.pump(NOW);
        assertThat(connection.heard).isEmpty();

        client.request(1);
        assertThat(connection.heard).hasSize(1);
        client.request(5);

        assertThat(connection.heard).extracting(LiveMessage::id).containsExactly("h-1", "h-2");
    }

    @Test
    void aSlowClientIsToldToReloadInsteadOfGrowing() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);
        for (int i = 0; i < 6; i++) {
            offer(client, LiveEvents.presence("a"));
        }

        client.request(100);

        assertThat(connection.heard)
                .containsExactly(
                        new LiveMessage.Reload("h-5"),
                        new LiveMessage.Happened(new Placed("h-6", LiveEvents.presence("a"))));
    }

    @Test
    void telemetryOfANodeThatWaitsAlreadyIsNotToldTwice() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);
        offer(client, LiveEvents.telemetry("a"), LiveEvents.telemetry("a"), LiveEvents.telemetry("b"));
        client.request(100);
        assertThat(connection.heard).extracting(LiveMessage::id).containsExactly("h-1", "h-3");

        offer(client, LiveEvents.telemetry("a"));
        client.pump(NOW);

        assertThat(connection.heard).hasSize(3);
    }

    @Test
    void onlyWhatTheReaderMaySeeAndAskedForIsTold() {
        Scope.Tenant listed = new Scope.Tenant(LiveEvents.TENANT, Optional.of(Set.of(new NodeId("a"))));
        Scope.Tenant foreign = Scope.Tenant.of(new TenantId(UUID.randomUUID()));

        assertThat(hears(listed, EnumSet.allOf(Kind.class), Optional.empty()))
                .containsExactly("presence a", "telemetry a");
        assertThat(hears(foreign, EnumSet.allOf(Kind.class), Optional.empty())).isEmpty();
        assertThat(hears(ALL, EnumSet.of(Kind.PRESENCE), Optional.empty())).containsExactly("presence a", "presence b");
        assertThat(hears(ALL, EnumSet.allOf(Kind.class), Optional.of(new NodeId("b"))))
                .containsExactly("presence b");
    }

    @Test
    void aSilentStreamGivesASignAndOneThatSpokeDoesNot() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);
        client.request(100);
        offer(client, LiveEvents.presence("a"));
        client.pump(NOW);

        client.sign(NOW.minusSeconds(1), "h-1");
        client.pump(NOW);
        assertThat(connection.heard).hasSize(1);
        client.sign(NOW.plusSeconds(1), "h-1");
        client.pump(NOW);

        assertThat(connection.heard).last().isEqualTo(new LiveMessage.Sign("h-1"));
    }

    @Test
    void theEndIsToldOnceAndNothingAfterIt() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);
        offer(client, LiveEvents.presence("a"));

        client.end();
        client.end();
        client.request(9);

        assertThat(connection.ends).isEqualTo(1);
        assertThat(connection.heard).isEmpty();
        assertThat(left).hasPositiveValue();
    }

    @Test
    void aConnectionThatIsGoneLeavesTheFeed() {
        LiveClient client = client(ALL, EnumSet.allOf(Kind.class), Optional.empty());
        client.attach(connection);

        client.cancel();
        offer(client, LiveEvents.presence("a"));
        client.request(1);

        assertThat(left).hasValue(1);
        assertThat(connection.heard).isEmpty();
        assertThat(connection.ends).isZero();
    }

    private List<String> hears(Scope.Tenant scope, Set<Kind> kinds, Optional<NodeId> node) {
        LiveClient client = client(scope, kinds, node);
        Connection own = new Connection();
        client.attach(own);
        client.request(100);
        offer(client, LiveEvents.presence("a"), LiveEvents.presence("b"), LiveEvents.telemetry("a"));
        client.pump(NOW);
        return own.heard.stream()
                .map(message -> ((LiveMessage.Happened) message).placed().event())
                .map(event -> event.kind().label() + " " + event.nodeId())
                .toList();
    }

    private LiveClient client(Scope.Tenant scope, Set<Kind> kinds, Optional<NodeId> node) {
        LiveReader reader =
                new LiveReader(scope, UUID.randomUUID(), Optional.empty(), NOW.plusSeconds(900), kinds, node);
        return new LiveClient(reader, 4, left::incrementAndGet);
    }

    private void offer(LiveClient client, LiveEvent... events) {
        for (LiveEvent event : events) {
            last++;
            client.offer(new Placed("h-" + last, event));
        }
    }

    private static final class Connection implements Flow.Subscriber<LiveMessage> {
        private final List<LiveMessage> heard = new ArrayList<>();
        private int ends;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onNext(LiveMessage message) {
            heard.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            ends++;
        }
    }
}
