package io.fleethub.hub.commands;

import io.fleethub.hub.bridge.BridgeStatus;
import io.fleethub.hub.bridge.NodePublisher;
import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.bridge.PublishOutcome;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands where the bridge stands: remembers what was published, and answers for the broker. Thread-safe. */
@Alternative
@ApplicationScoped
class RecordingPublisher implements NodePublisher, BridgeStatus {

    private final List<Publication> published = new CopyOnWriteArrayList<>();
    private final List<Publication> arrived = new CopyOnWriteArrayList<>();
    private final Map<NodeId, CompletableFuture<PublishOutcome>> outcomes = new ConcurrentHashMap<>();
    private volatile boolean connected = true;

    @Override
    public CompletionStage<PublishOutcome> publish(Publication publication) {
        CompletableFuture<PublishOutcome> outcome = outcomes.getOrDefault(
                publication.nodeId(), CompletableFuture.completedFuture(new PublishOutcome.Accepted()));
        published.add(publication);
        if (!(outcome.getNow(null) instanceof PublishOutcome.NoSubscriber)) {
            arrived.add(publication);
        }
        return outcome;
    }

    /** What the broker answers from now on for this node. */
    void answer(NodeId nodeId, CompletableFuture<PublishOutcome> outcome) {
        outcomes.put(nodeId, outcome);
    }

    void answer(NodeId nodeId, PublishOutcome outcome) {
        answer(nodeId, CompletableFuture.completedFuture(outcome));
    }

    List<Publication> publishedTo(NodeId nodeId) {
        return of(nodeId, published);
    }

    /** What the node may have got. */
    List<Publication> arrivedAt(NodeId nodeId) {
        return of(nodeId, arrived);
    }

    private static List<Publication> of(NodeId nodeId, List<Publication> publications) {
        return publications.stream()
                .filter(publication -> publication.nodeId().equals(nodeId))
                .toList();
    }

    void connected(boolean value) {
        connected = value;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public Optional<Instant> blindSince() {
        return Optional.empty();
    }

    @Override
    public Duration blindWithin(Instant from, Instant to) {
        return Duration.ZERO;
    }
}
