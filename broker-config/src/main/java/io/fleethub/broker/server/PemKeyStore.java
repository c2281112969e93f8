package io.fleethub.broker.server;

import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.config.TlsFiles;
import io.fleethub.broker.files.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a PEM certificate chain and key into the key store that HiveMQ reads, in the broker's conf folder.
 *
 * @param password made anew at every start; guards nothing beyond the file's mode, HiveMQ wants one
 */
record PemKeyStore(Path file, String password) {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String CERTIFICATE_KEY = "FLEET_BROKER_TLS_CERTIFICATE_FILE";
    private static final String PRIVATE_KEY = "FLEET_BROKER_TLS_KEY_FILE";
    private static final int PASSWORD_BYTES = 24;

    static PemKeyStore write(TlsFiles tls, Path folder, SecureRandom random) throws StartRefusedException {
        Certificate[] chain = chain(tls.certificate());
        PrivateKey key = privateKey(tls.key(), chain[0].getPublicKey());
        byte[] bits = new byte[PASSWORD_BYTES];
        random.nextBytes(bits);
        String password = HexFormat.of().formatHex(bits);
        Path file = folder.resolve("keystore.jks");
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry("broker", key, password.toCharArray(), chain);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            PrivateFiles.replace(file, bytes.toByteArray());
            return new PemKeyStore(file, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartRefusedException("cannot write the key store " + file, e);
        }
    }

    private static Certificate[] chain(Path file) throws StartRefusedException {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new StartRefusedException(CERTIFICATE_KEY + ": no certificate in " + file);
            }
            return chain;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartRefusedException(CERTIFICATE_KEY + ": not a PEM certificate: " + file, e);
        }
    }

    private static PrivateKey privateKey(Path file, PublicKey publicKey) throws StartRefusedException {
        try {
            Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw new StartRefusedException(PRIVATE_KEY + ": not an unencrypted PKCS #8 PEM key: " + file);
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belongTogether(key, publicKey)) {
                throw new StartRefusedException(PRIVATE_KEY + ": is not the key of the certificate: " + file);
            }
            return key;
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new StartRefusedException(PRIVATE_KEY + ": is not the key of the certificate: " + file, e);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StartRefusedException(PRIVATE_KEY + ": cannot use " + file, e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] probe = "fleethub".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(publicKey);
        verifier.update(probe);
        return verifier.verify(signature);
    }
}
