package io.fleethub.standalone.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The roles of {@code deploy/postgres/roles.sql}: run as superuser on our own database, checked on a brought one. */
public final class Roles {
    public static final String DATABASE = "fleet";
    private static final String SCRIPT = "/postgres/roles.sql";
    private static final String SEES_ALL = "select rolbypassrls from pg_roles where rolname = current_user";
    private static final String ENTERS_WORKER = "select pg_has_role(current_user, 'fleet_worker', 'MEMBER')";
    private static final String OWNS_SCHEMA =
            "select pg_get_userbyid(nspowner) = current_user from pg_namespace" + " where nspname = 'public'";
    private static final Map<String, String> CHECKS = Map.of(
            "fleet_owner", OWNS_SCHEMA,
            "fleet_hub", ENTERS_WORKER,
            "fleet_ingest", SEES_ALL,
            "fleet_verifier", SEES_ALL);

    private final Map<String, String> passwords;

    /** The passwords of {@code fleet_owner}, {@code fleet_hub}, {@code fleet_ingest} and {@code fleet_verifier}. */
    public Roles(Map<String, String> passwords) {
        this.passwords = new LinkedHashMap<>(passwords);
    }

    /** Makes the database and its roles; again at every start, which changes nothing but forgotten passwords. */
    public void make(PostgresCluster cluster, String superuserPassword) {
        try {
            try (Connection connection = DriverManager.getConnection(
                    cluster.url("postgres"), PostgresCluster.SUPERUSER, superuserPassword)) {
                if (!isTrue(connection, "select exists (select from pg_database where datname = 'fleet')")) {
                    execute(connection, "create database " + DATABASE);
                }
            }
            try (Connection connection =
                    DriverManager.getConnection(cluster.url(DATABASE), PostgresCluster.SUPERUSER, superuserPassword)) {
                execute(connection, script());
            }
        } catch (SQLException e) {
            throw new LaunchException("the database roles cannot be made: " + e.getMessage(), e);
        }
    }

    /** What is wrong with the roles of a brought database; empty when nothing is. */
    public Optional<String> fault(String url) {
        for (Map.Entry<String, String> check : new TreeMap<>(CHECKS).entrySet()) {
            String role = check.getKey();
            try (Connection connection = DriverManager.getConnection(url, role, password(role))) {
                if (!isTrue(connection, check.getValue())) {
                    return Optional.of(role + " lacks a right that the script gives it");
                }
            } catch (SQLException e) {
                return Optional.of(role + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** The script as it is run by psql: a variable in the place of each password. */
    public String scriptWithoutPasswords() {
        return resource();
    }

    /** The script with the passwords in it. */
    public String script() {
        String text = resource();
        for (String role : CHECKS.keySet()) {
            String name = role.substring("fleet_".length());
            text = text.replace(":'" + name + "_password'", "'" + password(role) + "'");
        }
        return text;
    }

    /** One JDBC URL with user and password. */
    public String urlAs(String url, String role) {
        return url + (url.contains("?") ? "&" : "?") + "user=" + role + "&password=" + password(role);
    }

    private String password(String role) {
        String password = Optional.ofNullable(passwords.get(role)).orElseThrow();
        if (!password.matches("[A-Za-z0-9]+")) {
            throw new LaunchException("the password of " + role + " may have letters and digits only");
        }
        return password;
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource() {
        try (InputStream in = Roles.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new LaunchException("roles.sql did not come with this launcher: build it anew");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new LaunchException("roles.sql cannot be read: " + e.getMessage(), e);
        }
    }
}
