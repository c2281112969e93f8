package io.fleethub.hub.nodes.signed;

import jakarta.ws.rs.HeaderParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The headers that sign a node's request; a missing one is refused like a wrong one. */
public record SignedHeaders(
        @HeaderParam("X-Node-Id") @Parameter(description = "who sends") @Nullable String nodeId,

        @HeaderParam("X-Timestamp") @Parameter(description = "epoch seconds, within 300 s of the hub's clock") @Nullable String timestamp,

        @HeaderParam("X-Nonce") @Parameter(description = "32 hexadecimal characters, never used before") @Nullable String nonce,

        @HeaderParam("X-Signature")
        @Parameter(
                description = "lower-case hex of HMAC-SHA256 over method, path and query, timestamp, nonce and the"
                        + " SHA-256 of the body as hex, one a line")
        @Nullable String signature) {

    /** No signature. */
    @Override
    public String toString() {
        return "SignedHeaders[nodeId=" + nodeId + "]";
    }
}
