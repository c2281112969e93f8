package io.fleethub.broker.access;

import io.fleethub.schemas.NodeId;

/** Who a connection was proven to be. */
public sealed interface Identity {

    /** The MQTT client id, which nobody else may use. */
    String clientId();

    /** One connection of the hub. */
    record Hub(String clientId) implements Identity {}

    /** A node, or the hub's canary, which has the rights of a node. */
    record Node(NodeId nodeId) implements Identity {

        @Override
        public String clientId() {
            return nodeId.value();
        }
    }
}
