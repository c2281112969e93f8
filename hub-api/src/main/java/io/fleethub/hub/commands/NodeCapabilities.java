package io.fleethub.hub.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.commands.parameters.Capabilities;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a node declared at its last birth. Needs the caller's transaction; stateless. */
@ApplicationScoped
class NodeCapabilities {

    private final QueueRepository queues;
    private final ObjectMapper json;

    NodeCapabilities(QueueRepository queues, ObjectMapper json) {
        this.queues = queues;
        this.json = json;
    }

    /** @return empty while the node was never born, or did not say what it can do */
    Optional<Capabilities> of(NodeId nodeId) {
        return queues.capabilitiesOf(nodeId).map(this::read);
    }

    private Capabilities read(String stored) {
        Map<String, Optional<ObjectNode>> declared = new HashMap<>();
        for (JsonNode capability : tree(stored)) {
            Optional<ObjectNode> schema =
                    capability.get("parameters") instanceof ObjectNode limits ? Optional.of(limits) : Optional.empty();
            declared.put(capability.path("operation").asText(), schema);
        }
        return new Capabilities(declared);
    }

    private JsonNode tree(String stored) {
        try {
            return json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("node_presence holds capabilities that are no JSON", e);
        }
    }
}
