package io.fleethub.broker.config;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Reads typed settings from environment variables; every refusal names the variable. Immutable. */
final class Environment {

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_SECRET_FILE = 4_096;

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<Path> path(String name) throws StartRefusedException {
        Optional<String> value = text(name);
        try {
            return value.map(Path::of).map(Path::toAbsolutePath);
        } catch (InvalidPathException e) {
            throw new StartRefusedException(name + ": not a path", e);
        }
    }

    Optional<Path> readableFile(String name) throws StartRefusedException {
        Optional<Path> file = path(name);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new StartRefusedException(name + ": cannot read the file " + file.get());
        }
        return file;
    }

    /** @return empty when the variable is not set; 0 stands for any free port */
    Optional<Integer> port(String name) throws StartRefusedException {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            int port = Integer.parseInt(value.get());
            if (port >= 0 && port <= HIGHEST_PORT) {
                return Optional.of(port);
            }
        } catch (NumberFormatException e) {
            throw new StartRefusedException(name + ": must be a port number, 0 to " + HIGHEST_PORT, e);
        }
        throw new StartRefusedException(name + ": must be a port number, 0 to " + HIGHEST_PORT);
    }

    /** A whole number of at least one. */
    long positive(String name, long standard) throws StartRefusedException {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return standard;
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new StartRefusedException(name + ": must be a whole number of at least 1", e);
        }
        throw new StartRefusedException(name + ": must be a whole number of at least 1");
    }

    Duration duration(String name, Duration standard) throws StartRefusedException {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return standard;
        }
        try {
            Duration duration = Duration.parse(value.get());
            if (duration.isNegative() || duration.isZero()) {
                throw new StartRefusedException(name + ": must be longer than nothing");
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw new StartRefusedException(name + ": must be an ISO-8601 duration such as PT25S", e);
        }
    }

    URI requiredHttpUri(String name) throws StartRefusedException {
        String value = text(name).orElseThrow(() -> new StartRefusedException(name + ": must be set"));
        try {
            URI uri = URI.create(value);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(name + ": must be an http or https address", e);
        }
        throw new StartRefusedException(name + ": must be an http or https address");
    }

    /** A secret from the file that {@code NAME_FILE} names, or else from {@code NAME} itself. */
    String requiredSecret(String name) throws StartRefusedException {
        String fileVariable = name + "_FILE";
        Optional<Path> file = readableFile(fileVariable);
        if (file.isEmpty()) {
            return text(name)
                    .orElseThrow(() -> new StartRefusedException(fileVariable + " or " + name + ": must be set"));
        }
        try {
            if (Files.size(file.get()) > LONGEST_SECRET_FILE) {
                throw new StartRefusedException(fileVariable + ": the file is too large for a secret");
            }
            String secret = Files.readString(file.get(), StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new StartRefusedException(fileVariable + ": the file " + file.get() + " is empty");
            }
            return secret;
        } catch (IOException e) {
            throw new StartRefusedException(fileVariable + ": cannot read the file " + file.get(), e);
        }
    }
}
