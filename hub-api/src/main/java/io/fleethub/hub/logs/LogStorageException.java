package io.fleethub.hub.logs;

import java.sql.SQLException;

/** The database did not do what it was asked; the message is handled again. */
final class LogStorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogStorageException(String message, SQLException cause) {
        super(message, cause);
    }
}
