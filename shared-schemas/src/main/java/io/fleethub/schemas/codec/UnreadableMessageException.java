package io.fleethub.schemas.codec;

import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import java.io.Serial;

/** A payload that is no message: too large, not readable, of an unknown version, or with a field out of its limits. */
public final class UnreadableMessageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ReasonCode code;

    UnreadableMessageException(ReasonCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** TOO_LARGE, UNREADABLE, UNKNOWN_VERSION or BAD_MESSAGE. */
    public ReasonCode code() {
        return code;
    }

    /** The code with what was wrong, which names the field where there is one and quotes no payload. */
    public Reason reason() {
        return Reason.of(code, getMessage());
    }
}
