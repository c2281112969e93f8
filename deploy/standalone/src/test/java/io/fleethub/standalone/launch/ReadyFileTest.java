package io.fleethub.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.standalone.launch.ReadyFile.Content;
import io.fleethub.standalone.launch.ReadyFile.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileHasTheShapeThatScriptsRelyOnAndIsForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("ready.json");

        new ReadyFile(file)
                .write(new Content(
                        "http://127.0.0.1:8080",
                        "mqtt://127.0.0.1:1883",
                        "mqtts://127.0.0.1:8883",
                        "wss://127.0.0.1:8884/mqtt",
                        "jdbc:postgresql://127.0.0.1:5433/fleet?user=fleet_verifier&password=p",
                        "admin@fleethub.local",
                        "s3cret",
                        Map.of("hub", 3L),
                        List.of(new Node("demo-1", 4))));

        assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(new ObjectMapper().readTree("""
                                {"hub": "http://127.0.0.1:8080", "mqtt": "mqtt://127.0.0.1:1883",
                                 "mqtts": "mqtts://127.0.0.1:8883", "wss": "wss://127.0.0.1:8884/mqtt",
                                 "jdbc": "jdbc:postgresql://127.0.0.1:5433/fleet?user=fleet_verifier&password=p",
                                 "adminEmail": "admin@fleethub.local", "adminPassword": "s3cret",
                                 "pids": {"hub": 3}, "nodes": [{"nodeId": "demo-1", "pid": 4}]}
                                """));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void afterTheStopThereIsNone() throws IOException {
        Path file = Files.createFile(folder.resolve("ready.json"));

        new ReadyFile(file).remove();
        new ReadyFile(file).remove();

        assertThat(file).doesNotExist();
    }
}
