package io.fleethub.hub.nodes.signed;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.RequestSignature;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node sent, unjudged.
 *
 * @param target path and query as they stood in the request line
 * @param from the address that the request came from
 * @param body is not copied: nobody may write to it
 */
public record SignedRequest(String method, String target, String from, SignedHeaders headers, byte[] body) {

    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
    private static final Pattern NONCE = Pattern.compile("[0-9a-fA-F]{32}");

    public static SignedRequest of(HttpServerRequest request, SignedHeaders headers, byte @Nullable [] body) {
        String from =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return new SignedRequest(
                request.method().name(), request.uri(), from, headers, body == null ? new byte[0] : body);
    }

    Optional<NodeId> nodeId() {
        return Optional.ofNullable(headers.nodeId())
                .filter(NodeId::isWellFormed)
                .map(NodeId::new);
    }

    /** Epoch seconds. */
    Optional<Long> timestamp() {
        return Optional.ofNullable(headers.timestamp())
                .filter(text -> TIMESTAMP.matcher(text).matches())
                .map(Long::valueOf);
    }

    Optional<String> nonce() {
        return Optional.ofNullable(headers.nonce())
                .filter(text -> NONCE.matcher(text).matches());
    }

    boolean isSignedWith(byte[] key) {
        String offered = headers.signature();
        String timestamp = headers.timestamp();
        String nonce = headers.nonce();
        return offered != null
                && timestamp != null
                && nonce != null
                && new RequestSignature(method, target, timestamp, nonce).verify(key, body, offered);
    }
}
