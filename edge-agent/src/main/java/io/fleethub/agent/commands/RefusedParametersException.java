package io.fleethub.agent.commands;

import io.fleethub.schemas.message.ReasonCode;

/** The parameters of a command do not fit its operation on this node; nothing was started because of them. */
public final class RefusedParametersException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public RefusedParametersException(ReasonCode reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public OperationResult.Rejected rejection() {
        return new OperationResult.Rejected(reason, String.valueOf(getMessage()));
    }
}
