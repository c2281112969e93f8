package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.MasterKey;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;

/** Makes the secrets of nodes, with what the database keeps of them. Thread-safe. */
@ApplicationScoped
class NodeSecrets {

    /** @param httpsKeySealed the key of signed HTTPS requests, which follows from the secret */
    record Generated(NodeSecret secret, byte[] httpsKeySealed) {

        @Override
        public String toString() {
            return "Generated[***]";
        }
    }

    private final MasterKey masterKey;
    private final Duration maxOverlap;
    private final SecureRandom random = new SecureRandom();

    NodeSecrets(MasterKey masterKey, NodesConfig config) {
        this.masterKey = masterKey;
        this.maxOverlap = config.maxOverlap();
    }

    Generated generate(NodeId nodeId) {
        NodeSecret secret = NodeSecret.generate(random);
        return new Generated(secret, masterKey.seal(secret.httpsKey(), "https-key:" + nodeId));
    }

    /** @throws ProblemException when two secrets would be valid for longer than is allowed */
    void requireAllowed(Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(maxOverlap) > 0) {
            throw ProblemException.invalid("overlap", "must be between PT0S and " + maxOverlap);
        }
    }
}
