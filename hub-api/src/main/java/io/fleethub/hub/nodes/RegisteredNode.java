package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.JwkSet;

/**
 * What a node's configuration needs.
 *
 * @param secret shown this once
 * @param commandKeys for the node to pin
 */
record RegisteredNode(NodeId nodeId, String secret, JwkSet commandKeys) {

    @Override
    public String toString() {
        return "RegisteredNode[" + nodeId + "]";
    }
}
