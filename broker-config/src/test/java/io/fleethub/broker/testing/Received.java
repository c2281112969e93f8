package io.fleethub.broker.testing;

import java.util.List;

/**
 * A message that a client got.
 *
 * @param properties the user properties, each as {@code name=value}
 */
public record Received(String topic, String payload, List<String> properties) {}
