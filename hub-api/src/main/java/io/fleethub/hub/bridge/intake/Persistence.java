package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.bridge.mqtt.Backoff;
import io.micrometer.core.instrument.Counter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Tries database work until it is done or the work itself is to blame. To blame are values that the database refuses (SQLState class
 * 22 and 23), and after three times whatever fails while the database is well. What passes some day (no connection, disk full, lock, a
 * missing right) is tried for ever.
 *
 * <p>Thread-safe; blocks the calling worker.
 */
public final class Persistence {

    private static final Logger LOG = Logger.getLogger(Persistence.class);
    private static final int TRIES = 3;
    private static final int CAUSES = 20;
    private static final int LOG_EVERY = 10;

    /**
     * SQLStates that pass some day whatever the work is: connection, broken transaction, rollback, resources, not in the
     * right state, operator, system, and a missing right, which is a fault of ours and must cost nobody's data.
     */
    private static final List<String> PASSING = List.of("08", "25", "40", "53", "55", "57", "58", "42501");

    private enum Blame {
        WORK,
        SURROUNDINGS
    }

    private final DataSource database;
    private final Duration first;
    private final Duration limit;
    private final StopSignal stop;
    private final Counter retries;

    /** @param database is asked whether it is well */
    public Persistence(DataSource database, Duration first, Duration limit, StopSignal stop, Counter retries) {
        this.database = database;
        this.first = first;
        this.limit = limit;
        this.stop = stop;
        this.retries = retries;
    }

    /**
     * @return empty when the work is done, else why it can never be
     * @throws StopSignal.Stopped when the bridge stops before either is sure
     */
    Optional<RuntimeException> run(String what, Runnable work) {
        Backoff backoff =
                new Backoff(first, limit, () -> ThreadLocalRandom.current().nextDouble());
        int blamed = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return Optional.empty();
            } catch (QuarantineException e) {
                return Optional.of(e);
            } catch (RuntimeException e) {
                if (blame(e) == Blame.WORK && ++blamed >= TRIES) {
                    return Optional.of(e);
                }
                if (attempt % LOG_EVERY == 1) {
                    LOG.warnf("%s failed, attempt %d, will be tried again: %s", what, attempt, root(e));
                }
            }
            retries.increment();
            stop.pause(backoff.next());
        }
    }

    private Blame blame(RuntimeException failure) {
        Optional<SQLException> sql = sqlCause(failure);
        if (sql.isPresent()) {
            String state = String.valueOf(sql.get().getSQLState());
            if (state.startsWith("22") || state.startsWith("23")) {
                return Blame.WORK;
            }
            if (PASSING.stream().anyMatch(state::startsWith)) {
                return Blame.SURROUNDINGS;
            }
        }
        return databaseIsWell() ? Blame.WORK : Blame.SURROUNDINGS;
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES; i++) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private boolean databaseIsWell() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            LOG.debugf(e, "the database is not well");
            return false;
        }
    }

    static Throwable root(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause.getCause() != null && i < CAUSES; i++) {
            cause = cause.getCause();
        }
        return cause;
    }
}
