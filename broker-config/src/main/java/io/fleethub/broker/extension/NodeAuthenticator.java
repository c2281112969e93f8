package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import io.fleethub.broker.access.ConnectAttempt;
import io.fleethub.broker.access.ConnectAttempt.Will;
import io.fleethub.broker.access.ConnectPolicy;
import io.fleethub.broker.access.Decision;
import io.fleethub.broker.access.Identity;
import io.fleethub.broker.access.Password;
import io.fleethub.broker.access.TopicGrants;
import io.fleethub.broker.limits.Verdict;
import io.fleethub.schemas.NodeId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Carries a CONNECT to the policy and its decision back. A client that is refused learns nothing but "not authorized".
 * Thread-safe; called on the broker's extension threads.
 */
final class NodeAuthenticator implements SimpleAuthenticator {

    private static final Duration LONGEST_TAKE_OVER = Duration.ofSeconds(10);

    private final ConnectPolicy policy;
    private final Admission admission;
    private final LiveSessions sessions;
    private final TakeOver takeOver;
    private final Turnstile turnstile;
    private final RefusalLog refusals;

    NodeAuthenticator(
            ConnectPolicy policy,
            Admission admission,
            LiveSessions sessions,
            TakeOver takeOver,
            Turnstile turnstile,
            RefusalLog refusals) {
        this.policy = policy;
        this.admission = admission;
        this.sessions = sessions;
        this.takeOver = takeOver;
        this.turnstile = turnstile;
        this.refusals = refusals;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectAttempt attempt = attempt(input.getConnectPacket());
        Decision decision = policy.decide(attempt);
        if (decision instanceof Decision.Refuse refused) {
            refuse(input, output, attempt, refused.reason().name(), ConnackReasonCode.NOT_AUTHORIZED);
        } else if (decision instanceof Decision.Accept accepted) {
            if (!admission.admits(attempt.clientId())) {
                refuse(input, output, attempt, "NOT_SERVING_YET", ConnackReasonCode.SERVER_UNAVAILABLE);
                return;
            }
            admit(input, output, attempt, accepted);
        }
    }

    /** Slowed and refused are only those whose password is right: a stranger must not use up a node's connections. */
    private void admit(
            SimpleAuthInput input, SimpleAuthOutput output, ConnectAttempt attempt, Decision.Accept accepted) {
        output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
        output.getDefaultPermissions().addAll(Permissions.of(TopicGrants.of(accepted.identity())));
        if (!(accepted.identity() instanceof Identity.Node node)
                || node.nodeId().isReserved()) {
            output.authenticateSuccessfully(true);
            return;
        }
        Verdict verdict = turnstile.limits().connect(node.nodeId());
        if (verdict instanceof Verdict.Refuse) {
            refuse(input, output, attempt, "QUOTA_EXCEEDED", ConnackReasonCode.QUOTA_EXCEEDED);
            return;
        }
        ConnectionInformation connection = input.getConnectionInformation();
        if (verdict instanceof Verdict.Delay delay) {
            Async<SimpleAuthOutput> later = output.async(delay.by().plus(LONGEST_TAKE_OVER), TimeoutFallback.FAILURE);
            turnstile.after(delay, 0, () -> {
                boolean takesOver = open(connection, node.nodeId(), accepted);
                enter(output, later, takesOver ? takeOver.of(node.nodeId()) : CompletableFuture.completedFuture(null));
            });
        } else if (open(connection, node.nodeId(), accepted)) {
            Async<SimpleAuthOutput> later = output.async(LONGEST_TAKE_OVER, TimeoutFallback.FAILURE);
            enter(output, later, takeOver.of(node.nodeId()));
        } else {
            output.authenticateSuccessfully(true);
        }
    }

    /** @return whether the node has an earlier connection, which is to end first */
    private boolean open(ConnectionInformation connection, NodeId node, Decision.Accept accepted) {
        String mark = UUID.randomUUID().toString();
        ConnectionMark.put(connection, mark);
        return sessions.opened(node, mark, accepted.secretSha256());
    }

    private static void enter(SimpleAuthOutput output, Async<SimpleAuthOutput> later, CompletableFuture<Void> free) {
        var unused = free.thenRun(() -> {
            output.authenticateSuccessfully(true);
            later.resume();
        });
    }

    private void refuse(
            SimpleAuthInput input,
            SimpleAuthOutput output,
            ConnectAttempt attempt,
            String reason,
            ConnackReasonCode code) {
        if (admission.isOpen()) {
            // Before, it is the self-check's stranger.
            String address = RemoteAddress.of(input.getConnectionInformation());
            refusals.connection(attempt.userName(), attempt.clientId(), reason, address);
        }
        output.failAuthentication(code);
    }

    private static ConnectAttempt attempt(ConnectPacket packet) {
        Will will = packet.getWillPublish()
                .map(publish -> new Will(publish.getTopic(), publish.getRetain()))
                .orElse(null);
        return new ConnectAttempt(
                packet.getClientId(),
                packet.getUserName().orElse(null),
                packet.getPassword().map(NodeAuthenticator::password).orElse(null),
                will);
    }

    private static Password password(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new Password(bytes);
    }
}
