package io.fleethub.agent.storage;

import java.util.List;

/**
 * One step of the schema of one feature; run once, in order, each in its own transaction.
 *
 * @param feature whose tables these are, as {@code outbox}; each feature counts its own versions from 1
 */
public record Migration(String feature, int version, List<String> statements) {

    public Migration {
        statements = List.copyOf(statements);
    }

    public static Migration of(String feature, int version, String... statements) {
        return new Migration(feature, version, List.of(statements));
    }
}
