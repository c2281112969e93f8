package io.fleethub.broker.access;

import io.fleethub.broker.access.ConnectAttempt.Will;
import io.fleethub.broker.credentials.Credentials;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may connect (contract, "Identity" and "Access"): the hub by its secret, a node by one that is good now,
 * each only with its own client id; everybody else is refused. Thread-safe: reads one immutable snapshot a decision.
 */
public final class ConnectPolicy {

    /** The hub's user name; outside the alphabet of nodes. */
    public static final String HUB_USER = "HUB";

    private static final Pattern HUB_CLIENT_ID = Pattern.compile("HUB:[A-Za-z0-9._-]{1,64}:[0-9]{1,4}");

    private final HubSecret hubSecret;
    private final Supplier<Credentials> credentials;
    private final InstantSource clock;

    public ConnectPolicy(HubSecret hubSecret, Supplier<Credentials> credentials, InstantSource clock) {
        this.hubSecret = hubSecret;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Whether a name has the form of the hub's user or of its client ids. */
    public static boolean isHubName(String name) {
        return name.equals(HUB_USER) || HUB_CLIENT_ID.matcher(name).matches();
    }

    public Decision decide(ConnectAttempt attempt) {
        String user = attempt.userName();
        if (user == null || user.isEmpty()) {
            return new Decision.Refuse(Refusal.ANONYMOUS);
        }
        Password password = attempt.password();
        if (password == null || password.isEmpty()) {
            return new Decision.Refuse(Refusal.NO_PASSWORD);
        }
        return user.equals(HUB_USER) ? decideHub(attempt, password) : decideNode(attempt, user, password);
    }

    private Decision decideHub(ConnectAttempt attempt, Password password) {
        if (!HUB_CLIENT_ID.matcher(attempt.clientId()).matches()) {
            return new Decision.Refuse(Refusal.CLIENT_ID_NOT_OF_USER);
        }
        if (!password.hasHash(hubSecret.sha256())) {
            return new Decision.Refuse(Refusal.WRONG_SECRET);
        }
        Will will = attempt.will();
        if (will != null && !will.topic().equals(Topics.of(Channel.HUB_STATUS))) {
            return new Decision.Refuse(Refusal.WILL_NOT_ALLOWED);
        }
        return new Decision.Accept(new Identity.Hub(attempt.clientId()), hubSecret.sha256());
    }

    private Decision decideNode(ConnectAttempt attempt, String user, Password password) {
        if (!NodeId.isWellFormed(user)) {
            return new Decision.Refuse(Refusal.MALFORMED_USER);
        }
        if (!attempt.clientId().equals(user)) {
            return new Decision.Refuse(Refusal.CLIENT_ID_NOT_OF_USER);
        }
        NodeId node = new NodeId(user);
        if (node.equals(NodeId.CANARY)) {
            return password.hasHash(hubSecret.sha256())
                    ? acceptNode(attempt.will(), node, hubSecret.sha256())
                    : new Decision.Refuse(Refusal.WRONG_SECRET);
        }
        if (node.isReserved()) {
            return new Decision.Refuse(Refusal.RESERVED_USER);
        }
        Credentials known = credentials.get();
        if (!known.knows(node)) {
            return new Decision.Refuse(Refusal.UNKNOWN_NODE);
        }
        Optional<String> secret = known.goodSecrets(node, clock.instant()).stream()
                .filter(password::hasHash)
                .findFirst();
        return secret.isPresent()
                ? acceptNode(attempt.will(), node, secret.get())
                : new Decision.Refuse(Refusal.WRONG_SECRET);
    }

    private static Decision acceptNode(@Nullable Will will, NodeId node, String secretSha256) {
        if (will != null && (will.retained() || !will.topic().equals(Topics.of(node, Channel.STATUS)))) {
            return new Decision.Refuse(Refusal.WILL_NOT_ALLOWED);
        }
        return new Decision.Accept(new Identity.Node(node), secretSha256);
    }
}
