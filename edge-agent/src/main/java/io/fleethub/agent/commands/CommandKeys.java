package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.signature.Jwk;
import io.fleethub.schemas.signature.JwkSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hub's keys that this node pins. With none it trusts nobody. Immutable. */
public final class CommandKeys {

    private final Map<String, PublicKey> keys = new LinkedHashMap<>();

    public CommandKeys(JwkSet set) {
        for (Jwk key : set.keys()) {
            keys.put(key.kid(), key.toPublicKey());
        }
    }

    /**
     * @param file JWKS; null = no keys
     * @throws IllegalArgumentException when the file holds no such set; the message names the configuration's key
     */
    public static CommandKeys load(@Nullable Path file) {
        if (file == null) {
            return new CommandKeys(new JwkSet(List.of()));
        }
        ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            return new CommandKeys(mapper.readValue(Files.readAllBytes(file), JwkSet.class));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("/commandKeysFile: cannot be read as a JWKS: " + e.getMessage(), e);
        }
    }

    /** Names of the keys, for the birth message. */
    public List<String> kids() {
        return List.copyOf(keys.keySet());
    }

    /** Whether one of the keys signed this message, as it came, for the topic on which it came. */
    boolean signed(IncomingMessage message) {
        String sig = message.userProperties().get(CommandSignature.SIG_PROPERTY);
        PublicKey key = keys.get(message.userProperties().getOrDefault(CommandSignature.KID_PROPERTY, ""));
        return key != null && sig != null && CommandSignature.verify(key, message.topic(), message.payload(), sig);
    }
}
