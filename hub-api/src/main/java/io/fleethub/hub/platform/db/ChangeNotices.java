package io.fleethub.hub.platform.db;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Carries hints between the hubs of one database, by NOTIFY in the transaction of a change and LISTEN on a connection of its
 * own, outside the pool.
 *
 * <p>Listens on one thread, {@code fleet-listen}, which also fires the events; {@link #announce} is for any thread with a
 * transaction. While the connection is away nothing arrives; when it is back, {@link ChangeNotice.Missed} says so.
 */
@ApplicationScoped
public class ChangeNotices {

    private static final String CHANNEL = "fleet_changed";
    private static final int POLL_MILLIS = 1_000;
    private static final int RECONNECT_SECONDS = 1;

    private final DataSource dataSource;
    private final Event<ChangeNotice> events;
    private final String url;
    private final String password;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    ChangeNotices(
            DataSource dataSource,
            Event<ChangeNotice> events,
            @ConfigProperty(name = "fleet.database.url") String url,
            @ConfigProperty(name = "fleet.database.hub-password") String password) {
        this.dataSource = dataSource;
        this.events = events;
        this.url = url;
        this.password = password;
    }

    /** Tells all hubs, once the caller's transaction has committed. */
    public void announce(String kind, String id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            notify.setString(2, kind + ":" + id);
            notify.execute();
        } catch (SQLException e) {
            throw new ScopeException("cannot announce a change of " + kind + " " + id, e);
        }
    }

    /** {@link #announce(String, String)} for many at once. */
    public void announce(List<ChangeNotice.Changed> changes) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement notify =
                        connection.prepareStatement("select pg_notify(?, told) from unnest(?::text[]) told")) {
            String[] payloads = changes.stream()
                    .map(change -> change.kind() + ":" + change.id())
                    .toArray(String[]::new);
            notify.setString(1, CHANNEL);
            notify.setArray(2, connection.createArrayOf("text", payloads));
            notify.execute();
        } catch (SQLException e) {
            throw new ScopeException("cannot announce " + changes.size() + " changes", e);
        }
    }

    void start(@Observes StartupEvent start) {
        Thread listener = new Thread(this::listenUntilStopped, "fleet-listen");
        listener.setDaemon(true);
        thread = listener;
        listener.start();
    }

    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        stopped.countDown();
        Thread listener = thread;
        if (listener != null) {
            listener.join(2L * POLL_MILLIS);
        }
    }

    private void listenUntilStopped() {
        try {
            do {
                listen();
            } while (!stopped.await(RECONNECT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the connection is lost or the hub stops. */
    private void listen() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            fire(new ChangeNotice.Missed());
            PGConnection notifying = connection.unwrap(PGConnection.class);
            while (stopped.getCount() > 0) {
                PGNotification[] received = notifying.getNotifications(POLL_MILLIS);
                if (received != null) {
                    for (PGNotification notification : received) {
                        read(notification.getParameter());
                    }
                }
            }
        } catch (SQLException e) {
            Log.warnf("listening for changes was interrupted, reason=%s", e.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "fleet_hub");
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "fleethub-listen");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("fleet.database.url is no PostgreSQL URL");
        }
        return connection;
    }

    private void read(String payload) {
        int colon = payload.indexOf(':');
        if (colon > 0) {
            fire(new ChangeNotice.Changed(payload.substring(0, colon), payload.substring(colon + 1)));
        } else {
            Log.warnf("a notice on %s is not of the form kind:id", CHANNEL);
        }
    }

    /** An observer that fails must not deafen the others. */
    private void fire(ChangeNotice notice) {
        try {
            events.fire(notice);
        } catch (RuntimeException e) {
            Log.errorf(e, "an observer failed on %s", notice);
        }
    }
}
