package io.fleethub.hub.platform.db;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot be reached from one that refuses what it was asked. */
public final class DatabaseAway {

    /** Connection lost, too many connections, shutting down or starting up: SQLState classes 08, 53 and 57P. */
    private static final Set<String> CLASSES = Set.of("08", "53");

    private static final String SHUTDOWN = "57P";

    private DatabaseAway() {}

    /** Whether trying again later may help: somewhere down its causes the failure is a lost or missing connection. */
    public static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isAway(sql.getSQLState());
            }
        }
        return false;
    }

    /** The pool's own failures, such as none free in time, have no state. */
    private static boolean isAway(@Nullable String state) {
        return state == null
                || state.startsWith(SHUTDOWN)
                || CLASSES.contains(state.substring(0, Math.min(2, state.length())));
    }
}
