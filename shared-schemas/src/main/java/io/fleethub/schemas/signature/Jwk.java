package io.fleethub.schemas.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A public Ed25519 key as RFC 8037 writes it.
 *
 * @param x the key's 32 bytes, base64url without padding
 * @param use {@code sig} where it is said
 */
public record Jwk(
        String kty,
        String crv,
        String x,
        String kid,
        @Nullable String use) {

    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;
    private static final int MAX_KID = 64;

    public Jwk {
        if (!"OKP".equals(kty)) {
            throw new IllegalArgumentException("kty: must be OKP");
        }
        if (!ALGORITHM.equals(crv)) {
            throw new IllegalArgumentException("crv: must be " + ALGORITHM);
        }
        if (kid == null || kid.isBlank() || kid.length() > MAX_KID) {
            throw new IllegalArgumentException("kid: must be 1.." + MAX_KID + " characters");
        }
        if (x == null || decode(x).length != KEY_BYTES) {
            throw new IllegalArgumentException("x: must be the base64url of " + KEY_BYTES + " bytes");
        }
    }

    /** Writes a public key under a name. */
    public static Jwk of(String kid, EdECPublicKey key) {
        byte[] bytes = new byte[KEY_BYTES];
        byte[] y = key.getPoint().getY().toByteArray();
        for (int i = 0; i < Math.min(y.length, KEY_BYTES); i++) {
            bytes[i] = y[y.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            bytes[KEY_BYTES - 1] |= (byte) 0x80;
        }
        return new Jwk("OKP", ALGORITHM, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), kid, "sig");
    }

    /** @throws IllegalArgumentException when the bytes are not a point of the curve */
    public PublicKey toPublicKey() {
        byte[] bytes = decode(x);
        boolean xOdd = (bytes[KEY_BYTES - 1] & 0x80) != 0;
        bytes[KEY_BYTES - 1] &= 0x7F;
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = bytes[KEY_BYTES - 1 - i];
        }
        EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("x: is no " + ALGORITHM + " key", e);
        }
    }

    /** A new pair of keys; {@link #of} writes its public half. */
    public static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    private static byte[] decode(String x) {
        try {
            return Base64.getUrlDecoder().decode(x);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
