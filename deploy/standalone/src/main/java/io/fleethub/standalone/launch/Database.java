package io.fleethub.standalone.launch;

import io.fleethub.standalone.folder.DataFolder;
import io.fleethub.standalone.folder.Secrets;
import io.fleethub.standalone.folder.Secrets.Secret;
import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import io.fleethub.standalone.postgres.PostgresCluster;
import io.fleethub.standalone.postgres.Roles;
import io.fleethub.standalone.process.Supervisor;
import io.fleethub.standalone.process.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The database of this launch: our own, started here, or one that the operator brought. */
final class Database {
    static final String POSTGRES = "postgres";
    /** In seconds: a server that accepts and says nothing must not hold the launch. */
    private static final String PROBE_LIMITS = "?connectTimeout=2&socketTimeout=5&loginTimeout=5";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final Secrets secrets;
    private final Roles roles;
    private final Supervisor supervisor;
    private final CurrentUser user;

    Database(DataFolder folder, Secrets secrets, Roles roles, Supervisor supervisor, CurrentUser user) {
        this.folder = folder;
        this.secrets = secrets;
        this.roles = roles;
        this.supervisor = supervisor;
        this.user = user;
    }

    /** Starts the embedded PostgreSQL and makes database and roles; the URL that the hub is given. */
    String embedded(int port) {
        String password = secrets.value(Secret.POSTGRES);
        PostgresCluster cluster = PostgresCluster.prepare(folder.folder(POSTGRES), password, port, user);
        supervisor.start(cluster.server());
        supervisor.awaitHealthy(POSTGRES, () -> answers(cluster.url("postgres"), password), START_LIMIT);
        roles.make(cluster, password);
        return cluster.url(Roles.DATABASE);
    }

    /** Checks the roles of a brought database; when they are not right the script that makes them is printed, without passwords. */
    String brought(String url, Terminal terminal) {
        Optional<String> fault = roles.fault(url);
        if (fault.isPresent()) {
            Path script = folder.folder("secrets").resolve("roles.sql");
            try {
                PrivateFiles.write(script, roles.script());
            } catch (IOException e) {
                throw new LaunchException("the script " + script + " cannot be written: " + e.getMessage(), e);
            }
            roles.scriptWithoutPasswords().lines().forEach(terminal::line);
            throw new LaunchException("the roles of " + url + " are not right (" + fault.get()
                    + "): run " + script + " (mode 600), which is the script above with the passwords in it,"
                    + " as superuser in that database, then start again");
        }
        return url;
    }

    private static boolean answers(String url, String password) {
        try (Connection connection = DriverManager.getConnection(url + PROBE_LIMITS, "postgres", password)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }
}
