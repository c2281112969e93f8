package io.fleethub.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One JSON object of the configuration: remembers what was read of it, so that {@link #end} can refuse the rest. Not thread-safe. */
final class ConfigSection {

    private final String path;
    private final JsonNode node;
    private final Path directory;
    private final Set<String> read = new HashSet<>();

    /** @param directory what relative paths in the file start from: the folder of the file */
    ConfigSection(String path, JsonNode node, Path directory) {
        ConfigException.refuseUnless(node.isObject(), path.isEmpty() ? "/" : path, "must be an object");
        this.path = path;
        this.node = node;
        this.directory = directory;
    }

    String key(String name) {
        return path + "/" + name;
    }

    boolean has(String name) {
        read.add(name);
        return node.hasNonNull(name);
    }

    private Optional<JsonNode> value(String name) {
        read.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            ConfigException.refuseUnless(
                    value.isTextual() && !value.textValue().isBlank(), key(name), "must be a text");
            return value.textValue();
        });
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> new ConfigException(key(name), "must be given"));
    }

    Optional<Path> path(String name) {
        return text(name).map(text -> directory.resolve(text).normalize());
    }

    Path requiredPath(String name) {
        return path(name).orElseThrow(() -> new ConfigException(key(name), "must be given"));
    }

    Duration duration(String name, Duration otherwise) {
        return text(name)
                .map(text -> {
                    try {
                        return Duration.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new ConfigException(key(name), "must be an ISO-8601 duration such as PT60S");
                    }
                })
                .orElse(otherwise);
    }

    long number(String name, long otherwise) {
        return value(name)
                .map(value -> {
                    ConfigException.refuseUnless(
                            value.isIntegralNumber() && value.canConvertToLong(), key(name), "must be a whole number");
                    return value.longValue();
                })
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return value(name)
                .map(value -> {
                    ConfigException.refuseUnless(value.isBoolean(), key(name), "must be true or false");
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }

    int smallNumber(String name, int otherwise) {
        long value = number(name, otherwise);
        ConfigException.refuseUnless(value == (int) value, key(name), "must be a number of usual size");
        return (int) value;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode array = array(name);
        for (int i = 0; i < array.size(); i++) {
            ConfigException.refuseUnless(array.get(i).isTextual(), key(name) + "/" + i, "must be a text");
            texts.add(array.get(i).textValue());
        }
        return texts;
    }

    /** Every object of an array by {@code reader}, which may throw keys relative to the object. */
    <T> List<T> objects(String name, Function<ConfigSection, T> reader) {
        List<T> objects = new ArrayList<>();
        JsonNode array = array(name);
        for (int i = 0; i < array.size(); i++) {
            objects.add(new ConfigSection(key(name) + "/" + i, array.get(i), directory).readBy(reader));
        }
        return objects;
    }

    /** The object of that name by {@code reader}; an empty one when it is not there. */
    <T> T object(String name, Function<ConfigSection, T> reader) {
        JsonNode child = value(name).orElse(JsonNodeFactory.instance.objectNode());
        return new ConfigSection(key(name), child, directory).readBy(reader);
    }

    <T> T readBy(Function<ConfigSection, T> reader) {
        try {
            T result = reader.apply(this);
            end();
            return result;
        } catch (ConfigException e) {
            throw e.within(path);
        }
    }

    private JsonNode array(String name) {
        JsonNode array = value(name).orElse(JsonNodeFactory.instance.arrayNode());
        ConfigException.refuseUnless(array.isArray(), key(name), "must be a list");
        return array;
    }

    private void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw new ConfigException(key(name), "is not a key of the agent's configuration");
            }
        });
    }
}
