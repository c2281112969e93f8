package io.fleethub.hub.nodes.signed;

import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the message of a signed request. Thread-safe. */
@ApplicationScoped
public class SignedMessages {

    /** A message with the node that signed it. */
    public record Signed<T extends Message>(NodeIdentity node, T message) {}

    private final SignedRequests requests;
    private final MessageCodec codec = new MessageCodec();

    SignedMessages(SignedRequests requests) {
        this.requests = requests;
    }

    /** @throws ProblemException the answer to a request that is too large, not let in, or no such message */
    public <T extends Message> Signed<T> read(Class<T> type, SignedRequest request) {
        int limit = MessageCodec.channelOf(type).maxBytes();
        if (request.body().length > limit) {
            throw refused(ReasonCode.TOO_LARGE, request.body().length + " bytes, at most " + limit + " are taken");
        }
        NodeIdentity node = requests.require(request);
        try {
            return new Signed<>(node, codec.decode(type, request.body()));
        } catch (UnreadableMessageException e) {
            throw refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** What MQTT would quarantine is told to the sender, who waits for the answer. */
    public static ProblemException refused(ReasonCode reason, String detail) {
        int status = reason == ReasonCode.TOO_LARGE ? 413 : reason == ReasonCode.UNREADABLE ? 400 : 422;
        return new ProblemException(new ProblemType(status, reason.name(), reason.sentence()), detail);
    }
}
