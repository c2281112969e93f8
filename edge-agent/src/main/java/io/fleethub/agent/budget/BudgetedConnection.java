package io.fleethub.agent.budget;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.schemas.topic.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A connection that counts what leaves, and keeps telemetry and logs back beyond the day's budget. Thread-safe. */
public final class BudgetedConnection implements BrokerConnection {

    /** Topic, headers of MQTT, TLS, TCP and IP, and the acknowledgement, roughly. */
    private static final int ENVELOPE = 160;

    private final BrokerConnection connection;
    private final ByteBudget budget;

    public BudgetedConnection(BrokerConnection connection, ByteBudget budget) {
        this.connection = connection;
        this.budget = budget;
    }

    /** What a message of that payload takes of the budget. */
    static long cost(int payloadBytes) {
        return (long) payloadBytes + ENVELOPE;
    }

    @Override
    public CompletableFuture<PublishOutcome> publish(Publication publication) {
        long cost = cost(publication.payload().length);
        boolean mayWait = publication.channel() == Channel.TELEMETRY || publication.channel() == Channel.LOGS;
        if (mayWait && !budget.allows(cost)) {
            return CompletableFuture.completedFuture(
                    new PublishOutcome.Withheld("the node's byte budget of the day is used up"));
        }
        budget.count(cost);
        return connection.publish(publication);
    }

    @Override
    public void onMessage(Channel channel, Consumer<IncomingMessage> handler) {
        connection.onMessage(channel, handler);
    }

    @Override
    public void addListener(Listener listener) {
        connection.addListener(listener);
    }

    @Override
    public void start() {
        connection.start();
    }

    @Override
    public void renew(String why) {
        connection.renew(why);
    }

    @Override
    public State state() {
        return connection.state();
    }

    @Override
    public ConnectionHealth health() {
        return connection.health();
    }

    @Override
    public void close() {
        connection.close();
    }
}
