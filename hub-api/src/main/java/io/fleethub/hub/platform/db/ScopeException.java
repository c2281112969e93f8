package io.fleethub.hub.platform.db;

import java.sql.SQLException;

/** The database did not take a transaction's scope or lock; mostly it is away. */
public class ScopeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScopeException(String message, SQLException cause) {
        super(message, cause);
    }
}
