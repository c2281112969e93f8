package io.fleethub.broker.access;

import io.fleethub.schemas.signature.NodeSecret;

/** What a client offers as its secret, of any length and content; never printed. Immutable. */
public final class Password {

    private final byte[] bytes;

    public Password(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Compares in a time that does not depend on where they differ. */
    boolean hasHash(String sha256) {
        return NodeSecret.matches(bytes, sha256);
    }

    @Override
    public String toString() {
        return "********";
    }
}
