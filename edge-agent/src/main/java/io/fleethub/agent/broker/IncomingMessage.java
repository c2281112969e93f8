package io.fleethub.agent.broker;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A message that arrived.
 *
 * @param userProperties the last value of each name
 * @param messageExpirySeconds what was left of its life when it arrived; empty when it has no end
 * @param receivedNanos {@link System#nanoTime} at its arrival, so that time limits do not depend on the wall clock
 */
public record IncomingMessage(
        String topic,
        byte[] payload,
        Map<String, String> userProperties,
        OptionalLong messageExpirySeconds,
        long receivedNanos) {

    public IncomingMessage {
        userProperties = Map.copyOf(userProperties);
    }
}
