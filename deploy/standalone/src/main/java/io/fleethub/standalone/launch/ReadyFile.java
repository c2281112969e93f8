package io.fleethub.standalone.launch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ready.json}: what a script needs to use the running fleet, with secrets in it, hence of mode 600. */
final class ReadyFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The content; its names are an interface that scripts rely on. */
    @JsonPropertyOrder({"hub", "mqtt", "mqtts", "wss", "jdbc", "adminEmail", "adminPassword", "pids", "nodes"})
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Content(
            String hub,
            String mqtt,
            String mqtts,
            String wss,
            String jdbc,
            String adminEmail,
            String adminPassword,
            Map<String, Long> pids,
            List<Node> nodes) {}

    record Node(String nodeId, long pid) {}

    private final Path file;

    ReadyFile(Path file) {
        this.file = file;
    }

    void write(Content content) {
        try {
            PrivateFiles.write(file, JSON.writeValueAsString(content) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new LaunchException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LaunchException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
