package io.fleethub.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.process.RunRecords;
import io.fleethub.standalone.process.Supervisor;
import io.fleethub.standalone.process.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL as the launcher starts it, by whoever runs the tests, root too. */
class PostgresClusterIT {
    private static final String PASSWORD = "superuserPassword1";

    private final Roles roles = new Roles(Map.of(
            "fleet_owner", "ownerPassword1",
            "fleet_hub", "hubPassword1",
            "fleet_ingest", "ingestPassword1",
            "fleet_verifier", "verifierPassword1"));

    /** One for all tests, since making a database takes longest: each launch finds what the ones before it left. */
    @TempDir
    static Path folder;

    private interface Work {
        void on(PostgresCluster cluster) throws SQLException;
    }

    /** One launch: prepare, start, make the roles, work, stop. */
    private void launch(Work work) throws IOException, SQLException {
        PostgresCluster cluster = PostgresCluster.prepare(folder, PASSWORD, freePort(), CurrentUser.detect());
        RunRecords records = new RunRecords(Files.createDirectories(folder.resolve("run")));
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (Supervisor supervisor =
                new Supervisor(logs, records, new Terminal(System.out), () -> {}, Clock.systemUTC())) {
            supervisor.start(cluster.server());
            supervisor.awaitHealthy("postgres", () -> answers(cluster), Duration.ofMinutes(1));
            roles.make(cluster, PASSWORD);
            work.on(cluster);
        }
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aSecondStartFindsTheDataOfTheFirst() throws Exception {
        launch(cluster ->
                execute(cluster, "fleet_owner", "ownerPassword1", "create table kept as select 42 as answer"));

        launch(cluster -> assertThat(query(cluster, "fleet_verifier", "verifierPassword1", "select answer from kept"))
                .isEqualTo("42"));
    }

    @Test
    void nobodyComesInWithoutTheRightPassword() throws Exception {
        launch(cluster -> {
            assertThatThrownBy(() -> query(cluster, "postgres", "wrong", "select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> query(cluster, "fleet_worker", "", "select 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(query(
                            cluster,
                            "postgres",
                            PASSWORD,
                            "select string_agg(distinct auth_method || ' ' || type, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256 host");
        });
    }

    @Test
    void theRolesPassTheCheckThatABroughtDatabaseMustPassAndOneLackingRightFailsIt() throws Exception {
        launch(cluster -> {
            assertThat(roles.fault(cluster.url(Roles.DATABASE))).isEmpty();

            execute(cluster, "postgres", PASSWORD, "alter role fleet_ingest nobypassrls");

            assertThat(roles.fault(cluster.url(Roles.DATABASE)))
                    .hasValue("fleet_ingest lacks a right that the script gives it");
        });
    }

    @Test
    void aStalePidFileOfAProcessThatIsGoneDoesNotStopTheStart() throws Exception {
        launch(cluster -> {});
        Files.writeString(
                folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        launch(cluster ->
                assertThat(query(cluster, "postgres", PASSWORD, "select 1")).isEqualTo("1"));
    }

    private static boolean answers(PostgresCluster cluster) {
        try {
            return query(cluster, "postgres", PASSWORD, "postgres", "select 1").equals("1");
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void execute(PostgresCluster cluster, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.url(Roles.DATABASE), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresCluster cluster, String user, String password, String sql) throws SQLException {
        return query(cluster, user, password, Roles.DATABASE, sql);
    }

    private static String query(PostgresCluster cluster, String user, String password, String database, String sql)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.url(database), user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
