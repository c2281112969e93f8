package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import io.fleethub.schemas.NodeId;

/** Tells the live sessions that a connection is over. Thread-safe. */
final class SessionEnd implements ClientLifecycleEventListener {

    private final LiveSessions sessions;

    SessionEnd(LiveSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void onMqttConnectionStart(ConnectionStartInput input) {
        // A session opens with its authentication, which knows the secret.
    }

    @Override
    public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
        // See above.
    }

    @Override
    public void onDisconnect(DisconnectEventInput input) {
        String clientId = input.getClientInformation().getClientId();
        if (NodeId.isWellFormed(clientId)) {
            ConnectionMark.of(input.getConnectionInformation())
                    .ifPresent(mark -> sessions.ended(new NodeId(clientId), mark));
        }
    }
}
