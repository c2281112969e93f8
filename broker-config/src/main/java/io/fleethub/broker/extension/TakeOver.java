package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the earlier connection of a node that is about to be let in again, and keeps its will to itself: a node that is
 * here is not gone. The broker would publish the will, and the hub would take it for the node's end until the new
 * connection is born. One that is taken over again and again is slowed ({@link TakeOverPace}). Thread-safe.
 */
final class TakeOver {

    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    /** The new connection is let in after that in any case: the broker then ends the old one in its own way. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final ClientService clients;
    private final TakeOverPace pace = new TakeOverPace(System::nanoTime);

    TakeOver(ClientService clients) {
        this.clients = clients;
    }

    /** Complete when the earlier connection has ended, or could not be; never failed. */
    CompletableFuture<Void> of(NodeId node) {
        Duration pause = pace.next(node);
        if (pause.isZero()) {
            return end(node);
        }
        LOG.info("slowed: connections take each other over nodeId={} waitMillis={}", node, pause.toMillis());
        Executor later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> node, later).thenCompose(this::end);
    }

    private CompletableFuture<Void> end(NodeId node) {
        try {
            return clients.disconnectClient(node.value(), true, DisconnectReasonCode.SESSION_TAKEN_OVER, null)
                    .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .handle((found, failure) -> {
                        if (failure != null) {
                            failed(node, failure);
                        }
                        return null;
                    });
        } catch (RuntimeException e) {
            failed(node, e); // more calls than the broker takes
            return CompletableFuture.completedFuture(null);
        }
    }

    private static void failed(NodeId node, Throwable failure) {
        LOG.warn("the earlier connection ends with its will nodeId={} reason={}", node, failure.toString());
    }
}
