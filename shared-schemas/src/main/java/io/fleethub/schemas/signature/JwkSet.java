package io.fleethub.schemas.signature;

import java.util.List;
import java.util.Optional;

/** The public keys that sign commands, as {@code GET /api/v1/command-keys} and a node's pinned file hold them. */
public record JwkSet(List<Jwk> keys) {

    private static final int MAX_KEYS = 32;

    public JwkSet {
        if (keys == null || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("keys: must be an array of at most " + MAX_KEYS);
        }
        keys = List.copyOf(keys);
    }

    public Optional<Jwk> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
