package io.fleethub.broker.credentials;

import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, as the hub said at one revision. Holds only those who may: whoever is missing is refused. Immutable.
 *
 * @param revision null before the hub has said anything
 */
public record Credentials(@Nullable Long revision, Map<NodeId, Access> nodes) {

    public static final Credentials NONE = new Credentials(null, Map.of());

    /**
     * @param sha256 64 hex characters
     * @param validUntil null for ever
     */
    public record Secret(String sha256, @Nullable Instant validUntil) {

        boolean isGood(Instant now) {
            return validUntil == null || now.isBefore(validUntil);
        }
    }

    /**
     * What one node may connect with.
     *
     * @param tenant whose limits it shares; null where the hub does not say
     */
    public record Access(List<Secret> secrets, @Nullable String tenant) {

        static final Access NONE = new Access(List.of(), null);

        public Access {
            secrets = List.copyOf(secrets);
        }

        /** Of no tenant that is known. */
        public static Access of(Secret... secrets) {
            return new Access(List.of(secrets), null);
        }
    }

    public Credentials {
        nodes = Map.copyOf(nodes);
    }

    public boolean knows(NodeId node) {
        return nodes.containsKey(node);
    }

    public @Nullable String tenant(NodeId node) {
        return nodes.getOrDefault(node, Access.NONE).tenant();
    }

    /** The hashes of the secrets that open a session now. */
    public List<String> goodSecrets(NodeId node, Instant now) {
        return nodes.getOrDefault(node, Access.NONE).secrets().stream()
                .filter(secret -> secret.isGood(now))
                .map(Secret::sha256)
                .toList();
    }

    /** What holds after an answer of the hub: its nodes instead of ours, or over ours. */
    Credentials after(FeedAnswer answer) {
        Map<NodeId, Access> next = answer.full() ? new HashMap<>() : new HashMap<>(nodes);
        answer.nodes().forEach((node, access) -> {
            if (access.secrets().isEmpty()) {
                next.remove(node);
            } else {
                next.put(node, access);
            }
        });
        return new Credentials(answer.revision(), next);
    }
}
