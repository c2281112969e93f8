package io.fleethub.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The example files of the schemas, and a JSON Schema validator with formats switched on, for tests. */
final class Examples {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

    private Examples() {}

    /** One example file; printed by its name in test reports. */
    record Example(String kind, String name, byte[] payload) {

        boolean valid() {
            return name.startsWith("valid-");
        }

        JsonNode tree() {
            return parse(payload);
        }

        @Override
        public String toString() {
            return kind + "/" + name;
        }
    }

    /** Every example below a folder, as {@code status-report} or {@code operations/PING.result}. */
    static List<Example> of(String kind) {
        try (Stream<Path> files = Files.list(folder("/examples/v1/" + kind))) {
            return files.sorted()
                    .map(file -> new Example(kind, file.getFileName().toString(), read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> kinds(String below) {
        try (Stream<Path> folders = Files.list(folder("/examples/v1" + below))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode schemaText(String resource) {
        try (InputStream file = Examples.class.getResourceAsStream(resource)) {
            return JSON.readTree(Objects.requireNonNull(file, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Schema schema(String resource) {
        return REGISTRY.getSchema(schemaText(resource));
    }

    /** What the validator says against it; empty when it is valid. */
    static List<String> faults(Schema schema, JsonNode value) {
        return schema
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    static Schema metaSchema() {
        return REGISTRY.getSchema(SchemaLocation.of(META_SCHEMA));
    }

    private static JsonNode parse(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String resource) {
        try {
            return Path.of(Objects.requireNonNull(Examples.class.getResource(resource), resource)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
