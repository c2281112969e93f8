package io.fleethub.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A node's password: 256 random bits as 64 lower-case hex characters. Kept only as the SHA-256 of those characters.
 * Never printed: {@link #toString} masks it.
 */
public record NodeSecret(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int BYTES = 32;

    public NodeSecret {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("secret: must be 64 lower-case hex characters");
        }
    }

    public static NodeSecret generate(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new NodeSecret(HexFormat.of().formatHex(bits));
    }

    /** What the hub and the broker keep: hex of the SHA-256 of the 64 characters. */
    public String sha256() {
        return HexFormat.of().formatHex(Digests.sha256(value.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Whether an offered password is the one whose hash is kept, in a time that does not depend on where they differ.
     *
     * @param offered the password's bytes, of any length and content
     * @param kept 64 hex characters
     */
    public static boolean matches(byte[] offered, String kept) {
        byte[] hash = HexFormat.of().formatHex(Digests.sha256(offered)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(hash, kept.getBytes(StandardCharsets.US_ASCII));
    }

    /** The key that signs this node's HTTPS requests; the hub keeps it sealed. */
    public byte[] httpsKey() {
        return Digests.hmac(
                value.getBytes(StandardCharsets.US_ASCII), "fleethub-https-v1".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "NodeSecret[********]";
    }
}
