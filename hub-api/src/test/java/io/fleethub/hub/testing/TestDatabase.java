package io.fleethub.hub.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL server for the JVM, embedded or (with {@code -Dfleet.infra=containers}) in a container, and a fresh database
 * with the real roles for each start of the application.
 *
 * <p>The server's address is kept in a system property, since several class loaders load this class in one JVM.
 */
public final class TestDatabase {

    private static final String SERVER_PROPERTY = "fleet.test.postgres.server";

    /** The roles' passwords, by the names that roles.sql uses. */
    private static final Map<String, String> PASSWORDS = Map.of(
            "owner_password", "owner-for-tests",
            "hub_password", "hub-for-tests",
            "ingest_password", "ingest-for-tests",
            "verifier_password", "verifier-for-tests");

    private final String url;

    private TestDatabase(String url) {
        this.url = url;
    }

    /** A new, empty database; no migration has run in it. */
    public static TestDatabase create() {
        String server = server();
        String name = "fleet_" + UUID.randomUUID().toString().replace("-", "");
        execute(superuserUrl(server, "postgres"), "create database " + name);
        execute(superuserUrl(server, name), rolesScript());
        return new TestDatabase("jdbc:postgresql://" + server + "/" + name);
    }

    /** The URL without user and password. */
    public String url() {
        return url;
    }

    public Map<String, String> hubConfig() {
        return Map.of(
                "fleet.database.url", url,
                "fleet.database.owner-password", PASSWORDS.get("owner_password"),
                "fleet.database.hub-password", PASSWORDS.get("hub_password"),
                "fleet.database.ingest-password", PASSWORDS.get("ingest_password"));
    }

    /** Connects as one of {@code fleet_owner fleet_hub fleet_ingest fleet_verifier}. */
    public static Connection connect(String url, String role) throws SQLException {
        String password = PASSWORDS.get(role.substring("fleet_".length()) + "_password");
        return DriverManager.getConnection(url, role, password);
    }

    private static String rolesScript() {
        try {
            String script = Files.readString(Path.of(System.getProperty("fleet.root"), "deploy/postgres/roles.sql"));
            for (Map.Entry<String, String> password : PASSWORDS.entrySet()) {
                script = script.replace(":'" + password.getKey() + "'", "'" + password.getValue() + "'");
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized String server() {
        String running = System.getProperty(SERVER_PROPERTY);
        if (running == null) {
            running = System.getProperty("fleet.infra", "embedded").equals("containers") ? container() : embedded();
            System.setProperty(SERVER_PROPERTY, running);
        }
        return running;
    }

    private static String embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
            return "localhost:" + postgres.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it afterwards
    private static String container() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(
                        System.getProperty("fleet.postgres.image", "postgres:17"))
                .withUsername("postgres")
                .withPassword("postgres")
                .withCommand("postgres", "-c", "max_connections=200");
        postgres.start();
        return postgres.getHost() + ":" + postgres.getMappedPort(5432);
    }

    private static String superuserUrl(String server, String database) {
        return "jdbc:postgresql://" + server + "/" + database + "?user=postgres&password=postgres";
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot prepare the test database", e);
        }
    }
}
