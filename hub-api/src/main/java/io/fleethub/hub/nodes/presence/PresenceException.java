package io.fleethub.hub.nodes.presence;

import java.sql.SQLException;

/** The database did not do what presence needs; the work is tried again by whoever asked for it. */
class PresenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PresenceException(String message, SQLException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
