package io.fleethub.hub.nodes.signed;

import static io.restassured.RestAssured.given;

import io.fleethub.schemas.signature.NodeSecret;
import io.fleethub.schemas.signature.RequestSignature;
import io.restassured.response.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Sends signed requests as a node does, for tests; each of the parts can be made wrong. */
public record SignedSender(String nodeId, String secret, Clock clock) {

    /** With all headers right, and a nonce of its own. */
    public Map<String, String> headers(String target, byte[] body) {
        return headers(target, body, clock.instant().getEpochSecond());
    }

    public Map<String, String> headers(String target, byte[] body, long timestamp) {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String time = Long.toString(timestamp);
        String signature =
                new RequestSignature("POST", target, time, nonce).sign(new NodeSecret(secret).httpsKey(), body);
        return Map.of("X-Node-Id", nodeId, "X-Timestamp", time, "X-Nonce", nonce, "X-Signature", signature);
    }

    public Response post(String target, byte[] body) {
        return post(target, body, headers(target, body));
    }

    public static Response post(String target, byte[] body, Map<String, String> headers) {
        return given().headers(headers).body(body).post(target);
    }

    /** The same headers but for one. */
    public static Map<String, String> changed(Map<String, String> headers, String name, String value) {
        Map<String, String> others = new HashMap<>(headers);
        others.put(name, value);
        return others;
    }
}
