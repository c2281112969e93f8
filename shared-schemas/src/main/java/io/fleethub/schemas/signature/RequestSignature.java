package io.fleethub.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Signs a node's HTTPS request with {@link NodeSecret#httpsKey}. Stateless.
 *
 * @param method upper-case
 * @param target path and query as sent
 * @param timestamp epoch seconds as sent
 * @param nonce 32 hex characters
 */
public record RequestSignature(String method, String target, String timestamp, String nonce) {

    /** The text that is signed, one part a line. */
    public String signedText(byte[] body) {
        String bodyHash = HexFormat.of().formatHex(Digests.sha256(body));
        return String.join("\n", method, target, timestamp, nonce, bodyHash);
    }

    /** The signature as lower-case hex. */
    public String sign(byte[] key, byte[] body) {
        return HexFormat.of().formatHex(Digests.hmac(key, signedText(body).getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this key signed this request, in a time that does not depend on where the signatures differ. */
    public boolean verify(byte[] key, byte[] body, String offered) {
        return MessageDigest.isEqual(
                sign(key, body).getBytes(StandardCharsets.US_ASCII), offered.getBytes(StandardCharsets.UTF_8));
    }
}
