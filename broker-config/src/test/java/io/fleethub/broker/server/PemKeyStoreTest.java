package io.fleethub.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.config.TlsFiles;
import io.fleethub.broker.testing.TestPki;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyStoreTest {

    @TempDir
    Path folder;

    private TestPki pki;

    @BeforeEach
    void createCertificate() throws Exception {
        pki = TestPki.create(folder, "RSA");
    }

    private PemKeyStore write(Path certificate, Path key) throws StartRefusedException {
        return PemKeyStore.write(new TlsFiles(certificate, key), folder, new SecureRandom());
    }

    private String refusal(Path certificate, Path key) {
        return assertThrows(StartRefusedException.class, () -> write(certificate, key))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void holdsKeyAndChain(String algorithm) throws Exception {
        pki = TestPki.create(folder, algorithm);

        PemKeyStore written = write(pki.certificate(), pki.key());

        KeyStore store = KeyStore.getInstance("JKS");
        char[] password = written.password().toCharArray();
        try (InputStream in = Files.newInputStream(written.file())) {
            store.load(in, password);
        }
        assertThat(store.getKey("broker", password).getAlgorithm()).isEqualTo(algorithm);
        assertThat(store.getCertificateChain("broker")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keyOfAnotherCertificateIsRefused(String algorithm) throws Exception {
        Path other = TestPki.writeKey(
                folder.resolve("other.key"), TestPki.keys(algorithm).getPrivate());

        assertThat(refusal(pki.certificate(), other))
                .startsWith("FLEET_BROKER_TLS_KEY_FILE: is not the key of the certificate");
    }

    @Test
    void filesThatAreNotPemAreNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "hello");

        assertThat(refusal(pki.certificate(), text)).startsWith("FLEET_BROKER_TLS_KEY_FILE: ");
        assertThat(refusal(text, pki.key())).startsWith("FLEET_BROKER_TLS_CERTIFICATE_FILE: ");
        assertThat(refusal(pki.certificate(), pki.certificate())).startsWith("FLEET_BROKER_TLS_KEY_FILE: ");
    }
}
