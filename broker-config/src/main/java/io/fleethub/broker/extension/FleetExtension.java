package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import io.fleethub.broker.access.ConnectPolicy;
import io.fleethub.broker.access.HubSecret;
import io.fleethub.broker.credentials.Credentials;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hooks our rules into the broker. When it cannot, nobody gets in: the broker denies whom no authenticator accepts, and
 * whoever started it must ask {@link #started()}, since the broker itself would go on. Thread-safe.
 */
public final class FleetExtension implements ExtensionMain {

    private static final Logger LOG = LoggerFactory.getLogger(FleetExtension.class);

    private final ConnectPolicy policy;
    private final Admission admission;
    private final LiveSessions sessions;
    private final RefusalLog refusals;
    private final Duration sessionCheck;
    private volatile boolean started;

    public FleetExtension(
            HubSecret hubSecret,
            Supplier<Credentials> credentials,
            Admission admission,
            Duration sessionCheck,
            InstantSource clock) {
        this.policy = new ConnectPolicy(hubSecret, credentials, clock);
        this.admission = admission;
        this.sessions = new LiveSessions(credentials, clock);
        this.refusals = new RefusalLog(clock);
        this.sessionCheck = sessionCheck;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        try {
            NodeAuthenticator authenticator = new NodeAuthenticator(policy, admission, sessions, refusals);
            Services.securityRegistry().setAuthenticatorProvider(connection -> authenticator);
            SessionRules rules = new SessionRules();
            Services.interceptorRegistry().setConnectInboundInterceptorProvider(connection -> rules);
            SessionEnd end = new SessionEnd(sessions);
            Services.eventRegistry().setClientLifecycleEventListener(connection -> end);
            Services.initializerRegistry().setClientInitializer((client, context) -> {
                String clientId = client.getClientInformation().getClientId();
                if (NodeId.isWellFormed(clientId)) {
                    NodeTraffic traffic =
                            new NodeTraffic(new NodeId(clientId), client.getConnectionInformation(), refusals);
                    context.addPublishInboundInterceptor(traffic);
                    context.addSubscribeInboundInterceptor(traffic);
                }
            });
            long period = sessionCheck.toMillis();
            var unused = Services.extensionExecutorService()
                    .scheduleWithFixedDelay(this::endSessions, period, period, TimeUnit.MILLISECONDS);
            started = true;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the extension cannot start", e);
            output.preventExtensionStartup("the extension cannot start: " + e);
        }
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        started = false;
    }

    public boolean started() {
        return started;
    }

    /** Ends the sessions whose secret is no longer good. Also called whenever the credentials have changed. */
    public void endSessions() {
        try {
            sessions.sweep(FleetExtension::disconnect);
        } catch (RuntimeException e) {
            // A scheduled task that throws never runs again.
            LOG.error("cannot end the sessions of revoked nodes", e);
        }
    }

    private static void disconnect(NodeId node) {
        var unused = Services.clientService()
                .disconnectClient(node.value(), false, DisconnectReasonCode.NOT_AUTHORIZED, null)
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        LOG.warn("cannot end the session nodeId={} reason={}", node, failure.toString());
                    }
                });
    }
}
