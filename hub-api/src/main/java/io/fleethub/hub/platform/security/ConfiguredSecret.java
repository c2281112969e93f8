package io.fleethub.hub.platform.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a secret that an operator gives as a file or, where files are awkward, as a value. */
public final class ConfiguredSecret {

    private ConfiguredSecret() {}

    /**
     * @param key the configuration key of the value; the file's key is the same with {@code -file}
     * @return the secret without surrounding white space, or empty when neither is given
     * @throws ConfigurationException naming the key, when the file cannot be read or is empty
     */
    public static Optional<String> find(String key, Optional<String> value, Optional<Path> file) {
        if (file.isEmpty()) {
            return value.map(String::strip).filter(secret -> !secret.isEmpty());
        }
        try {
            String secret = Files.readString(file.get()).strip();
            if (secret.isEmpty()) {
                throw new ConfigurationException(key + "-file: " + file.get() + " is empty");
            }
            return Optional.of(secret);
        } catch (IOException e) {
            throw new ConfigurationException(key + "-file: cannot read " + file.get(), e);
        }
    }

    /** Like {@link #find}, for what the hub cannot start without. */
    public static String require(String key, Optional<String> value, Optional<Path> file) {
        return find(key, value, file)
                .orElseThrow(() -> new ConfigurationException(key + " or " + key + "-file must be set"));
    }
}
