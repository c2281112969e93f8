package io.fleethub.hub.logs;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.bridge.QuarantineException;
import io.fleethub.hub.nodes.signed.SignedMessages;
import io.fleethub.hub.nodes.signed.SignedRequest;
import io.fleethub.schemas.message.LogChunk;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Takes the chunks of signed requests the same way as those of the bridge. Thread-safe, keeps no state. */
@ApplicationScoped
class LogIntakeService {

    private final SignedMessages messages;
    private final LogChunkHandler chunks;
    private final Clock clock;

    LogIntakeService(SignedMessages messages, LogChunkHandler chunks, Clock clock) {
        this.messages = messages;
        this.chunks = chunks;
        this.clock = clock;
    }

    LogChunkReceipt take(SignedRequest request) {
        SignedMessages.Signed<LogChunk> signed = messages.read(LogChunk.class, request);
        NodeIdentity node = signed.node();
        LogChunk chunk = signed.message();
        try {
            chunks.handle(List.of(new Inbound<>(node.nodeId(), node.tenantId(), chunk, clock.instant(), Map.of())));
        } catch (QuarantineException e) {
            throw SignedMessages.refused(e.reason(), String.valueOf(e.getMessage()));
        }
        return new LogChunkReceipt(chunk.commandId(), chunk.attempt(), chunk.index(), clock.instant());
    }
}
