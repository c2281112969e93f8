package io.fleethub.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The configuration and the process of an agent under test, with every time of the contract at a tenth or less. */
final class AgentSettings {

    private final Path directory;
    private final Path data;

    /** @param data the data directory, which may be on a disk of its own */
    AgentSettings(Path directory, Path data) {
        this.directory = directory;
        this.data = data;
    }

    /** @param more further keys as JSON, each with a comma after it */
    Path write(String nodeId, String brokerUri, String more) throws IOException {
        Path secretFile = directory.resolve("secret");
        Files.writeString(secretFile, BrokerProcess.NODE_SECRET.value());
        Files.setPosixFilePermissions(secretFile, PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(directory.resolve("agent.json"), """
                {
                  "nodeId": "%s", "brokerUri": "%s", "secretFile": "secret", "dataDirectory": "%s",
                  "heartbeatInterval": "PT0.5S", "sampleInterval": "PT0.2S", %s
                  "connection": {"backOffInitial": "PT0.1S", "backOffAtMost": "PT1S", "stableAfter": "PT5S"},
                  "outbox": {"resendAfter": "PT1S", "resendAtMost": "PT10S", "askEvery": "PT0.5S", "diskRetry": "PT0.5S"},
                }
                """.formatted(nodeId, brokerUri, data, more));
    }

    /** With the JVM options that nodes run with. */
    static ChildProcess run(Path config) {
        Path jar = Path.of(System.getProperty("fleet.root"), "edge-agent", "target", "edge-agent.jar");
        return ChildProcess.java(
                List.of(
                        "-Xms8m",
                        "-Xmx20m",
                        "-Xss256k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=16m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-jar",
                        jar.toString(),
                        "--config",
                        config.toString()),
                Map.of(),
                "AGENT READY");
    }

    String fromDatabase(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("agent.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
