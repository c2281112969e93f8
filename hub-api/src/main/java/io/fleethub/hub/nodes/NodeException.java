package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.http.FieldError;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.schemas.NodeId;
import java.util.List;

/** What the registry refuses. */
public abstract sealed class NodeException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private NodeException(ProblemType type, String detail, List<FieldError> errors) {
        super(type, detail, errors);
    }

    /** Not there, or another tenant's. */
    public static final class UnknownNode extends NodeException {
        private static final long serialVersionUID = 1L;

        public UnknownNode(String nodeId) {
            super(
                    new ProblemType(404, "UNKNOWN_NODE", "There is no such node"),
                    "There is no node " + nodeId + ".",
                    List.of());
        }
    }

    /** Some tenant has it: the one thing about others that a tenant may learn. */
    static final class NodeIdTaken extends NodeException {
        private static final long serialVersionUID = 1L;

        NodeIdTaken(NodeId nodeId) {
            super(
                    new ProblemType(409, "NODE_ID_TAKEN", "The node id is taken"),
                    "The node id " + nodeId + " is taken.",
                    List.of(new FieldError("nodeId", "is taken")));
        }
    }
}
