package io.fleethub.standalone.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import io.fleethub.standalone.process.ChildSpec;
import io.fleethub.standalone.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The database files in {@code DIR/postgres/data} and how the server is run on them. They are made once, in a folder
 * that gets its name only when they are whole, with a superuser whose password is set from the first moment.
 */
public final class PostgresCluster {
    static final String SUPERUSER = "postgres";
    private static final Duration STOP_GRACE = Duration.ofSeconds(40);
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final String LOOPBACK_BY_PASSWORD = """
            # Written at every start of the launcher: by password only, from this machine only.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128      scram-sha-256
            """;

    private final Path software;
    private final Path data;
    private final RunAs runAs;
    private final int port;

    private PostgresCluster(Path software, Path data, RunAs runAs, int port) {
        this.software = software;
        this.data = data;
        this.runAs = runAs;
        this.port = port;
    }

    /** Unpacks what is missing, makes the files at the first start, and writes down who may connect. */
    public static PostgresCluster prepare(Path folder, String superuserPassword, int port, CurrentUser user) {
        Path software = PostgresSoftware.install(folder);
        RunAs runAs = RunAs.choose(user, software.resolve("bin/postgres"));
        PostgresCluster cluster = new PostgresCluster(software, folder.resolve("data"), runAs, port);
        try {
            if (!Files.exists(cluster.data.resolve("PG_VERSION"))) {
                cluster.make(superuserPassword);
            }
            cluster.checkVersion();
            Files.writeString(cluster.data.resolve("pg_hba.conf"), LOOPBACK_BY_PASSWORD);
            cluster.removeStalePidFile();
            runAs.own(cluster.data);
            return cluster;
        } catch (IOException e) {
            throw new LaunchException("the database in " + cluster.data + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** The server in the foreground; INT closes the connections that are left and ends it. */
    public ChildSpec server() {
        List<String> command =
                new ArrayList<>(List.of(software.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return new ChildSpec("postgres", runAs.prefix(), command, Map.of(), data, StopSignal.INT, STOP_GRACE);
    }

    /** Where the server is, for one database of it. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("port", Integer.toString(port)),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("max_connections", "100"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("max_wal_size", "512MB"),
                Map.entry("jit", "off"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("logging_collector", "off"),
                Map.entry("log_checkpoints", "off"));
    }

    private void make(String superuserPassword) throws IOException {
        Path making = data.resolveSibling("data.partial");
        Path passwordFile = data.resolveSibling("initdb.password");
        FileTrees.delete(making);
        PrivateFiles.createFolder(making);
        PrivateFiles.write(passwordFile, superuserPassword + "\n");
        try {
            runAs.own(making);
            runAs.own(passwordFile);
            initdb(making, passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(making, data);
    }

    private void initdb(Path target, Path passwordFile) throws IOException {
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(List.of(
                software.resolve("bin/initdb").toString(),
                "--pgdata=" + target,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        Path output = Files.createTempFile("initdb", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(target.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(INITDB_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new LaunchException("the database cannot be made, initdb says: "
                        + Files.readString(output, UTF_8).strip().replaceAll("\\s*\n\\s*", " | "));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private void checkVersion() throws IOException {
        String files = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!files.equals(PostgresSoftware.MAJOR_VERSION)) {
            throw new LaunchException("the database in " + data + " is of PostgreSQL " + files
                    + ", this launcher brings " + PostgresSoftware.MAJOR_VERSION
                    + ": carry it over with pg_dump, or choose another --data");
        }
    }

    /**
     * PostgreSQL refuses to start while the process that its pid file names is there. The launcher holds the folder and
     * has ended what it recorded, so a process of that id which is no PostgreSQL is a stranger.
     */
    private void removeStalePidFile() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readAllLines(pidFile).get(0).strip();
        Path commandLine = Path.of("/proc", pid, "cmdline");
        if (Files.isDirectory(Path.of("/proc/self"))
                && (!Files.exists(commandLine) || !Files.readString(commandLine).contains("postgres"))) {
            Files.delete(pidFile);
        }
    }
}
