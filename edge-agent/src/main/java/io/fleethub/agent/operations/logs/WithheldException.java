package io.fleethub.agent.operations.logs;

import java.io.IOException;

/** The node does not send logs now, by a decision of its own that no repetition changes. */
final class WithheldException extends IOException {

    private static final long serialVersionUID = 1L;

    WithheldException(String message) {
        super(message);
    }
}
