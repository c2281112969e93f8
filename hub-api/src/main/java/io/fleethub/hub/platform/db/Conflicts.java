package io.fleethub.hub.platform.db;

import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;

/** Does a transaction again that PostgreSQL ended in favour of another one. Stateless. */
public final class Conflicts {

    private static final Logger LOG = Logger.getLogger(Conflicts.class);
    private static final int TRIES = 5;
    private static final int CAUSES = 20;
    /** A serialization failure, and a deadlock whose victim was this transaction. */
    private static final Set<String> STATES = Set.of("40001", "40P01");

    private Conflicts() {}

    /** @param transaction the whole of it, which is rolled back when it throws */
    public static void tryAgain(Runnable transaction) {
        for (int attempt = 1; ; attempt++) {
            try {
                transaction.run();
                return;
            } catch (RuntimeException e) {
                if (attempt == TRIES || !isConflict(e)) {
                    throw e;
                }
                LOG.debugf("attempt %d ended in favour of another transaction: %s", attempt, e);
            }
        }
    }

    private static boolean isConflict(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES; i++) {
            if (cause instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
