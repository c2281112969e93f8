package io.fleethub.hub.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the JSON that the ledger itself has stored. */
final class StoredJson {

    private StoredJson() {}

    /** @throws IllegalStateException when the row holds no JSON object, which the ledger never writes */
    static ObjectNode object(ObjectMapper json, String stored) {
        try {
            return json.readValue(stored, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds JSON that cannot be read", e);
        }
    }
}
