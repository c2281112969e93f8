package io.fleethub.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/**
 * Signs what the hub sends to nodes: Ed25519 over the topic, one line feed and the payload as sent, so that nothing
 * needs a canonical form and nothing signed for one node serves for another. Stateless.
 */
public final class CommandSignature {

    /** The user property that names the key. */
    public static final String KID_PROPERTY = "kid";

    /** The user property with the signature. */
    public static final String SIG_PROPERTY = "sig";

    private static final String ALGORITHM = "Ed25519";

    private CommandSignature() {}

    /** The signature as base64url without padding. */
    public static String sign(PrivateKey key, String topic, byte[] payload) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            feed(signature, topic, payload);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this key: " + e.getMessage(), e);
        }
    }

    /** Whether this key signed this payload for this topic; false also for what is no signature at all. */
    public static boolean verify(PublicKey key, String topic, byte[] payload, String sig) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            feed(signature, topic, payload);
            return signature.verify(Base64.getUrlDecoder().decode(sig));
        } catch (SignatureException | IllegalArgumentException | InvalidKeyException notASignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    private static void feed(Signature signature, String topic, byte[] payload) throws SignatureException {
        signature.update(topic.getBytes(StandardCharsets.UTF_8));
        signature.update((byte) '\n');
        signature.update(payload);
    }
}
