package io.fleethub.hub.commands.parameters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What a node said at its birth that it can do.
 *
 * @param declared by operation; without a schema the node sets no limits of its own
 */
public record Capabilities(Map<String, Optional<ObjectNode>> declared) {

    public Capabilities {
        declared = Map.copyOf(declared);
    }

    public boolean has(String operation) {
        return declared.containsKey(operation);
    }

    Optional<ObjectNode> schemaOf(String operation) {
        return declared.getOrDefault(operation, Optional.empty());
    }
}
