package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.fleethub.broker.access.ConnectPolicy;
import io.fleethub.broker.access.HubSecret;
import io.fleethub.broker.config.LimitSettings;
import io.fleethub.broker.credentials.Credentials;
import io.fleethub.broker.limits.TrafficLimits;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hooks our rules into the broker. When it cannot, nobody gets in: the broker denies whom no authenticator accepts, and
 * whoever started it must ask {@link #started()}, since the broker itself would go on. Thread-safe.
 */
public final class FleetExtension implements ExtensionMain {

    private static final Logger LOG = LoggerFactory.getLogger(FleetExtension.class);
    private static final long FORGET_EVERY = 60;

    private final ConnectPolicy policy;
    private final Supplier<Credentials> credentials;
    private final Admission admission;
    private final TrafficLimits limits;
    private final LiveSessions sessions;
    private final RefusalLog refusals;
    private final Duration sessionCheck;
    private volatile @Nullable ClientService clients;

    public FleetExtension(
            HubSecret hubSecret,
            Supplier<Credentials> credentials,
            Admission admission,
            LimitSettings limits,
            Duration sessionCheck,
            InstantSource clock) {
        this.policy = new ConnectPolicy(hubSecret, credentials, clock);
        this.credentials = credentials;
        this.admission = admission;
        this.limits = new TrafficLimits(limits, System::nanoTime);
        this.sessions = new LiveSessions(credentials, clock);
        this.refusals = new RefusalLog(clock);
        this.sessionCheck = sessionCheck;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        try {
            TakeOver takeOver = new TakeOver(Services.clientService());
            Turnstile turnstile = new Turnstile(limits, Services.extensionExecutorService());
            NodeAuthenticator authenticator =
                    new NodeAuthenticator(policy, admission, sessions, takeOver, turnstile, refusals);
            Services.securityRegistry().setAuthenticatorProvider(connection -> authenticator);
            SessionRules rules = new SessionRules();
            Services.interceptorRegistry().setConnectInboundInterceptorProvider(connection -> rules);
            SessionEnd end = new SessionEnd(sessions);
            Services.eventRegistry().setClientLifecycleEventListener(connection -> end);
            Services.initializerRegistry().setClientInitializer((client, context) -> {
                String clientId = client.getClientInformation().getClientId();
                if (NodeId.isWellFormed(clientId)) {
                    NodeId node = new NodeId(clientId);
                    NodeTraffic traffic = new NodeTraffic(
                            node,
                            credentials.get().tenant(node),
                            client.getConnectionInformation(),
                            turnstile,
                            refusals);
                    context.addPublishInboundInterceptor(traffic);
                    context.addSubscribeInboundInterceptor(traffic);
                }
            });
            long period = sessionCheck.toMillis();
            var unused = Services.extensionExecutorService()
                    .scheduleWithFixedDelay(this::endSessions, period, period, TimeUnit.MILLISECONDS);
            var alsoUnused = Services.extensionExecutorService()
                    .scheduleWithFixedDelay(limits::forgetIdle, FORGET_EVERY, FORGET_EVERY, TimeUnit.SECONDS);
            clients = Services.clientService();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the extension cannot start", e);
            output.preventExtensionStartup("the extension cannot start: " + e);
        }
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        clients = null;
    }

    public boolean started() {
        return clients != null;
    }

    /** Ends the sessions whose secret is no longer good. Also called whenever the credentials have changed. */
    public void endSessions() {
        ClientService running = clients;
        if (running != null) {
            sessions.sweep(node -> disconnect(running, node));
        }
    }

    /** One that fails must keep neither the others nor the next sweep from running. */
    private static void disconnect(ClientService clients, NodeId node) {
        try {
            var unused = clients.disconnectClient(node.value(), false, DisconnectReasonCode.NOT_AUTHORIZED, null)
                    .whenComplete((found, failure) -> {
                        if (failure != null) {
                            LOG.error("cannot end the session nodeId={} reason={}", node, failure.toString());
                        }
                    });
        } catch (RuntimeException e) {
            LOG.error("cannot end the session nodeId={}", node, e);
        }
    }
}
