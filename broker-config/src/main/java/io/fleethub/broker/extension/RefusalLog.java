package io.fleethub.broker.extension;

import io.fleethub.broker.access.ConnectPolicy;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what was refused, at most so many lines in a while; the rest is counted. Prints no name that is not of the
 * contract's form, since people put passwords into wrong fields. Thread-safe.
 */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int LINES_IN_A_WINDOW = 20;
    private static final String UNNAMED = "(malformed)";

    private final InstantSource clock;
    private Instant windowEnds = Instant.MIN;
    private int lines;
    private long unwritten;

    RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    void connection(@Nullable String user, String clientId, String reason, String address) {
        if (mayWrite()) {
            LOG.warn(
                    "connection refused nodeId={} clientId={} reason={} address={}",
                    user == null ? "-" : printable(user),
                    printable(clientId),
                    reason,
                    address);
        }
    }

    void publish(NodeId node, String reason) {
        if (mayWrite()) {
            LOG.warn("publish refused nodeId={} reason={}", node, reason);
        }
    }

    void subscription(NodeId node) {
        if (mayWrite()) {
            LOG.warn("subscription refused nodeId={} reason=NOT_GRANTED", node);
        }
    }

    synchronized boolean mayWrite() {
        Instant now = clock.instant();
        if (now.isAfter(windowEnds)) {
            if (unwritten > 0) {
                LOG.warn("refusals not written count={}", unwritten);
            }
            windowEnds = now.plus(WINDOW);
            lines = 0;
            unwritten = 0;
        }
        if (lines < LINES_IN_A_WINDOW) {
            lines++;
            return true;
        }
        unwritten++;
        return false;
    }

    private static String printable(String name) {
        return NodeId.isWellFormed(name) || ConnectPolicy.isHubName(name) ? name : UNNAMED;
    }
}
