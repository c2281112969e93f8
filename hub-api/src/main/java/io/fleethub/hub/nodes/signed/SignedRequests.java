package io.fleethub.hub.nodes.signed;

import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.nodes.signed.SigningNodeRepository.SigningNode;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.MasterKey;
import io.fleethub.schemas.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells which node signed a request. Thread-safe; what it remembers for longer than a request is the nonces, in the database, and how
 * often it refused, in memory.
 */
@ApplicationScoped
public class SignedRequests {

    private static final Scope SCOPE = new Scope.Platform("signed requests");
    private static final String NOBODY = "";
    /** What a request of an unknown node is held against, so that it takes as long as one of a known node. */
    private static final byte[] NO_KEY = new byte[32];

    private final ScopedTransactions transactions;
    private final SigningNodeRepository nodes;
    private final MasterKey masterKey;
    private final SignedRequestsConfig config;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final FailureCounter ofNode;
    private final FailureCounter ofAddress;

    SignedRequests(
            ScopedTransactions transactions,
            SigningNodeRepository nodes,
            MasterKey masterKey,
            SignedRequestsConfig config,
            MeterRegistry metrics,
            Clock clock) {
        this.transactions = transactions;
        this.nodes = nodes;
        this.masterKey = masterKey;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.ofNode = new FailureCounter(config.httpsFailures(), config.httpsFailureWindow());
        this.ofAddress = new FailureCounter(config.httpsAddressFailures(), config.httpsFailureWindow());
        if (config.httpsNonceKept().compareTo(config.httpsClockWindow().multipliedBy(2)) < 0) {
            throw new ConfigurationException(
                    "fleet.nodes.https-nonce-kept must be at least twice fleet.nodes.https-clock-window");
        }
    }

    /**
     * Lets the request in, once: its nonce is used from now on, whatever becomes of it.
     *
     * @throws ProblemException the answer to a request that is not let in
     */
    public NodeIdentity require(SignedRequest request) {
        Instant now = clock.instant();
        String pair = request.from() + ' ' + request.nodeId().map(NodeId::value).orElse(NOBODY);
        Duration wait = longer(ofNode.wait(pair, now), ofAddress.wait(request.from(), now));
        if (!wait.isZero()) {
            count("limited");
            throw new SignedRequestException.TooMany(wait);
        }
        try {
            NodeIdentity known = judge(request, now);
            count("accepted");
            return known;
        } catch (SignedRequestException refused) {
            ofNode.count(pair, now);
            ofAddress.count(request.from(), now);
            count("refused");
            throw refused;
        }
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetNonces() {
        Instant before = clock.instant().minus(config.httpsNonceKept());
        transactions.run(SCOPE, () -> nodes.forgetNonces(before));
    }

    /** The clock goes first: what is too old costs nothing, and its answer depends on no key. */
    private NodeIdentity judge(SignedRequest request, Instant now) {
        long sent = request.timestamp().orElseThrow(SignedRequestException.Refused::new);
        if (Math.abs(now.getEpochSecond() - sent) > config.httpsClockWindow().toSeconds()) {
            throw new SignedRequestException.WrongClock(now, config.httpsClockWindow());
        }
        NodeId nodeId = request.nodeId().orElseThrow(SignedRequestException.Refused::new);
        String nonce = request.nonce().orElseThrow(SignedRequestException.Refused::new);
        Optional<NodeIdentity> known = transactions.call(
                SCOPE,
                () -> nodes.find(nodeId, now)
                        .or(() -> {
                            request.isSignedWith(NO_KEY);
                            return Optional.empty();
                        })
                        .filter(node -> isSigned(request, nodeId, node))
                        .filter(node -> nodes.use(nodeId, nonce, now))
                        .map(node -> new NodeIdentity(nodeId, node.tenantId(), true)));
        return known.orElseThrow(() -> {
            Log.infof("signed request refused nodeId=%s from=%s", nodeId, request.from());
            return new SignedRequestException.Refused();
        });
    }

    private boolean isSigned(SignedRequest request, NodeId nodeId, SigningNode node) {
        return node.sealedKeys().stream()
                .anyMatch(key -> request.isSignedWith(masterKey.unseal(key, "https-key:" + nodeId)));
    }

    private void count(String outcome) {
        metrics.counter("fleet_nodes_signed_requests", "outcome", outcome).increment();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
