package io.fleethub.agent;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.schemas.topic.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A connection that only writes down what is published; its answer is the test's. */
public final class FakeConnection implements BrokerConnection {

    private final List<String> renewals = new ArrayList<>();
    private final List<Publication> published = new ArrayList<>();
    private volatile PublishOutcome outcome = new PublishOutcome.Accepted();

    public void answerWith(PublishOutcome next) {
        outcome = next;
    }

    public synchronized List<Publication> published() {
        return List.copyOf(published);
    }

    @Override
    public synchronized CompletableFuture<PublishOutcome> publish(Publication publication) {
        published.add(publication);
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public void onMessage(Channel channel, Consumer<IncomingMessage> handler) {
        throw new UnsupportedOperationException("nothing arrives here");
    }

    @Override
    public void addListener(Listener listener) {
        throw new UnsupportedOperationException("the test calls listeners itself");
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException("it is never made");
    }

    @Override
    public synchronized void renew(String why) {
        renewals.add(why);
    }

    public synchronized List<String> renewals() {
        return List.copyOf(renewals);
    }

    @Override
    public State state() {
        return State.READY;
    }

    @Override
    public ConnectionHealth health() {
        return new ConnectionHealth(State.READY, 0, 1, 0, null, null);
    }

    @Override
    public void close() {
        outcome = new PublishOutcome.NotSent("closed");
    }
}
