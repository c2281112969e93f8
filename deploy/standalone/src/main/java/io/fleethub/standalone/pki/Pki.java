package io.fleethub.standalone.pki;

import io.fleethub.standalone.options.Listeners.GivenTls;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The certificates of one data folder: {@code ca.crt ca.key server.crt server.key}. Made when missing; the server's is
 * made anew when it ends within 30 days or a name was added. The CA is never replaced behind the back of the nodes that
 * pinned it.
 */
public final class Pki {
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    private final Path folder;
    private final Issuer issuer;
    private final Instant now;

    public Pki(Path folder, SecureRandom random, Instant now) {
        this.folder = folder;
        this.issuer = new Issuer(random);
        this.now = now;
    }

    /** Our own certificates, for loopback, the host name and the given names. */
    public TlsFiles own(String hostName, Collection<String> givenNames) {
        TlsFiles files =
                new TlsFiles(folder.resolve("server.crt"), folder.resolve("server.key"), folder.resolve("ca.crt"));
        Path caKey = folder.resolve("ca.key");
        Set<String> names = SubjectNames.wanted(hostName, givenNames);
        try {
            if (!Files.exists(files.ca())) {
                KeyPair key = issuer.newKey();
                PrivateFiles.write(caKey, Pem.of(key.getPrivate()));
                PrivateFiles.write(files.ca(), Pem.of(issuer.ca(key, "Fleethub CA " + now.getEpochSecond(), now)));
            }
            X509Certificate ca = Pem.certificate(files.ca());
            if (mustBeMade(files, ca, names)) {
                KeyPair key = issuer.newKey();
                X509Certificate server = issuer.server(key, names, ca, Pem.key(caKey, "EC"), now);
                Files.deleteIfExists(files.certificate());
                PrivateFiles.write(files.key(), Pem.of(key.getPrivate()));
                PrivateFiles.write(files.certificate(), Pem.of(server) + Pem.of(ca));
            }
            return files;
        } catch (IOException | GeneralSecurityException e) {
            throw new LaunchException("the certificates in " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** The operator's certificates, when each can be read and none has ended. */
    public TlsFiles given(GivenTls given) {
        for (Path file : List.of(given.certificate(), given.ca())) {
            try {
                if (Pem.certificate(file).getNotAfter().toInstant().isBefore(now)) {
                    throw new LaunchException("the certificate " + file + " has ended");
                }
            } catch (IOException | GeneralSecurityException e) {
                throw new LaunchException("the certificate " + file + " cannot be read: " + e.getMessage(), e);
            }
        }
        if (!Files.isReadable(given.key())) {
            throw new LaunchException("the key " + given.key() + " cannot be read");
        }
        return new TlsFiles(given.certificate(), given.key(), given.ca());
    }

    private boolean mustBeMade(TlsFiles files, X509Certificate ca, Set<String> names)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return true;
        }
        X509Certificate server = Pem.certificate(files.certificate());
        boolean isOfThisCa = server.getIssuerX500Principal().equals(ca.getSubjectX500Principal());
        boolean endsSoon = server.getNotAfter().toInstant().isBefore(now.plus(RENEW_BEFORE_END));
        return !isOfThisCa || endsSoon || !SubjectNames.cover(server, names);
    }
}
