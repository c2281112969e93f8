package io.fleethub.hub.commands;

import io.fleethub.hub.platform.http.FieldError;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.schemas.NodeId;
import java.util.List;

/** Why a command was not accepted. */
abstract sealed class CommandException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private CommandException(ProblemType type, String detail, List<FieldError> errors) {
        super(type, detail, errors);
    }

    /** The node has said what it can do, and this is not in it. */
    static final class NotCapable extends CommandException {

        private static final long serialVersionUID = 1L;
        private static final ProblemType TYPE =
                new ProblemType(422, "NOT_CAPABLE", "The node does not declare this operation");

        NotCapable(NodeId nodeId, String operation) {
            super(
                    TYPE,
                    "operation: node " + nodeId + " does not declare " + operation,
                    List.of(new FieldError("operation", "is not declared by node " + nodeId)));
        }
    }

    /** As many commands wait for the node as may. */
    static final class QueueFull extends CommandException {

        private static final long serialVersionUID = 1L;
        private static final ProblemType TYPE =
                new ProblemType(429, "QUOTA_EXCEEDED", "Too many commands wait for this node");

        QueueFull(NodeId nodeId, int limit) {
            super(TYPE, limit + " commands wait for node " + nodeId + ", which is all that may.", List.of());
        }
    }

    /** The parameters are not what the operation, or this node, takes. */
    static final class BadParameters extends CommandException {

        private static final long serialVersionUID = 1L;

        BadParameters(List<FieldError> errors) {
            super(ProblemType.INVALID, describe(errors), errors);
        }

        private static String describe(List<FieldError> errors) {
            return String.join(
                    "; ",
                    errors.stream()
                            .map(error -> error.field() + ": " + error.message())
                            .toList());
        }
    }
}
