package io.fleethub.agent.broker;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to the broker has been; for people and metrics, no code decides by it. Immutable.
 *
 * @param sinceNanos {@link System#nanoTime} of the last change between connected and not
 * @param connects how often it was connected and subscribed
 * @param failures attempts that failed and connections that ended
 * @param lastProblem of the last failure; kept while connected
 * @param retryAtNanos when the next attempt begins; null while none is planned
 */
public record ConnectionHealth(
        BrokerConnection.State state,
        long sinceNanos,
        long connects,
        long failures,
        @Nullable String lastProblem,
        @Nullable Long retryAtNanos) {

    static ConnectionHealth begin(long nanos) {
        return new ConnectionHealth(BrokerConnection.State.WAITING, nanos, 0, 0, null, null);
    }

    public boolean connected() {
        return state == BrokerConnection.State.READY;
    }

    ConnectionHealth trying() {
        return new ConnectionHealth(
                BrokerConnection.State.CONNECTING, sinceNanos, connects, failures, lastProblem, null);
    }

    ConnectionHealth ready(long nanos) {
        return new ConnectionHealth(BrokerConnection.State.READY, nanos, connects + 1, failures, lastProblem, null);
    }

    ConnectionHealth failed(String problem, long nanos, long retryAt) {
        return new ConnectionHealth(
                BrokerConnection.State.WAITING,
                connected() ? nanos : sinceNanos,
                connects,
                failures + 1,
                problem,
                retryAt);
    }

    ConnectionHealth closed(long nanos) {
        return new ConnectionHealth(BrokerConnection.State.CLOSED, nanos, connects, failures, lastProblem, null);
    }
}
