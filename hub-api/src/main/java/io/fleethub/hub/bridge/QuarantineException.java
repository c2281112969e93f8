package io.fleethub.hub.bridge;

import io.fleethub.schemas.message.ReasonCode;

/** Thrown by a handler: this message can never be kept. Nothing of it is committed; it is quarantined and acknowledged. */
public final class QuarantineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public QuarantineException(ReasonCode reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }
}
