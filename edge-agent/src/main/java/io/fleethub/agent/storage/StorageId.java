package io.fleethub.agent.storage;

import java.util.UUID;

/** The name of one database: made with it, gone with it. */
public record StorageId(String value) {

    static StorageId make() {
        return new StorageId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
