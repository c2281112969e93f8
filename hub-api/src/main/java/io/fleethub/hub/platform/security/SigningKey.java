package io.fleethub.hub.platform.security;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair that the hub signs with.
 *
 * @param kid names the key: the first 16 bytes of the public half's SHA-256
 */
public record SigningKey(String kid, Purpose purpose, PublicKey publicKey, PrivateKey privateKey) {

    private static final int KID_BYTES = 16;

    /** What a key signs; one key never serves two. */
    public enum Purpose {
        /** Access tokens: ES256. */
        JWT("EC", "secp256r1"),
        /** Commands and broadcasts to nodes. */
        COMMAND("EdDSA", "Ed25519");

        final String algorithm;
        private final String curve;

        Purpose(String algorithm, String curve) {
            this.algorithm = algorithm;
            this.curve = curve;
        }
    }

    static SigningKey generate(Purpose purpose) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(purpose.algorithm);
            generator.initialize(
                    purpose == Purpose.JWT
                            ? new ECGenParameterSpec(purpose.curve)
                            : new NamedParameterSpec(purpose.curve));
            KeyPair pair = generator.generateKeyPair();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
            String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KID_BYTES));
            return new SigningKey(kid, purpose, pair.getPublic(), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make a key for " + purpose, e);
        }
    }
}
