package io.fleethub.hub.bridge.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Pins the broker's CA: builds TLS sockets that trust the given certificates and nothing else. Stateless. */
final class BrokerTrust {

    private BrokerTrust() {}

    /** @throws IllegalStateException naming the configuration key when the file cannot be used */
    static SSLSocketFactory sockets(Optional<Path> caFile) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(caFile.isPresent() ? only(caFile.get()) : null);
            context.init(null, trust.getTrustManagers(), null);
            return NoDelaySockets.tls(context.getSocketFactory());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "fleet.bridge.broker-ca-file: cannot use "
                            + caFile.map(Path::toString).orElse("the JDK's trust store"),
                    e);
        }
    }

    private static KeyStore only(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int n = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("broker-ca-" + n++, certificate);
            }
            if (n == 0) {
                throw new IOException("no certificate in " + file);
            }
        }
        return store;
    }
}
