package io.fleethub.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

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
}
