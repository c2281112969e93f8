package io.fleethub.hub.platform.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the database keeps but must not be able to read: AES-256-GCM under one key from outside. Immutable.
 *
 * <p>A sealed value is bound to its purpose, so that nobody with access to the database can put one in another's place.
 * Layout: version 1, nonce of 12 bytes, cipher text with its tag.
 */
@ApplicationScoped
public class MasterKey {

    private static final String CONFIG_KEY = "fleet.platform.master-key";
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{64}");
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    @Inject
    MasterKey(PlatformConfig config) {
        this(ConfiguredSecret.require(CONFIG_KEY, config.masterKey(), config.masterKeyFile()), new SecureRandom());
    }

    MasterKey(String hex, SecureRandom random) {
        if (!FORM.matcher(hex).matches()) {
            throw new ConfigurationException(CONFIG_KEY + " must be 64 hexadecimal characters");
        }
        this.key = new SecretKeySpec(HexFormat.of().parseHex(hex), "AES");
        this.random = random;
    }

    /** @param purpose what the value is and whose; needed again to unseal it */
    public byte[] seal(byte[] plain, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal " + purpose, e);
        }
    }

    /** @throws IllegalStateException when it was sealed under another key, for another purpose, or changed since */
    public byte[] unseal(byte[] sealed, String purpose) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (in.remaining() <= 1 + NONCE_BYTES || in.get() != VERSION) {
            throw new IllegalStateException(purpose + " is not a sealed value");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot unseal " + purpose + ": " + CONFIG_KEY + " is not the key that it was sealed under", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
