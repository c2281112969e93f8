package io.fleethub.standalone.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.options.Listeners.GivenTls;
import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    private TlsFiles own(Instant now, String... names) {
        return new Pki(folder, new SecureRandom(), now).own("box.example", List.of(names));
    }

    @Test
    void theServerIsSignedByTheCaForLoopbackHostNameAndGivenNames() throws Exception {
        TlsFiles files = own(NOW, "fleet.example", "10.1.2.3");

        X509Certificate server = Pem.certificate(files.certificate());
        server.verify(Pem.certificate(files.ca()).getPublicKey());
        assertThat(SubjectNames.cover(
                        server, List.of("localhost", "127.0.0.1", "::1", "box.example", "fleet.example", "10.1.2.3")))
                .isTrue();
        assertThat(SubjectNames.cover(server, List.of("other.example"))).isFalse();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void keyAndCertificateBelongTogetherAndTheKeysAreForTheirOwnerOnly() throws Exception {
        TlsFiles files = own(NOW);

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(Pem.key(files.key(), "EC"));
        byte[] signed = signature.sign();
        signature.initVerify(Pem.certificate(files.certificate()));
        assertThat(signature.verify(signed)).isTrue();
        for (Path key : List.of(files.key(), folder.resolve("ca.key"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondStartUsesTheSameCertificates() throws IOException {
        TlsFiles files = own(NOW);
        String before = Files.readString(files.certificate());

        own(NOW.plus(Duration.ofDays(1)));

        assertThat(Files.readString(files.certificate())).isEqualTo(before);
    }

    @Test
    void aNewNameMakesANewServerCertificateOfTheSameCa() throws Exception {
        String ca = Files.readString(own(NOW).ca());

        TlsFiles files = own(NOW, "new.example");

        assertThat(Files.readString(files.ca())).isEqualTo(ca);
        assertThat(SubjectNames.cover(Pem.certificate(files.certificate()), List.of("new.example")))
                .isTrue();
    }

    @Test
    void aServerCertificateThatEndsWithinAMonthIsRenewedByTheSameCa() throws Exception {
        TlsFiles files = own(NOW);
        X509Certificate before = Pem.certificate(files.certificate());

        own(before.getNotAfter().toInstant().minus(Duration.ofDays(29)));

        X509Certificate renewed = Pem.certificate(files.certificate());
        assertThat(renewed.getNotAfter()).isAfter(before.getNotAfter());
        renewed.verify(Pem.certificate(files.ca()).getPublicKey());
    }

    @Test
    void aGivenCertificateThatHasEndedIsRefusedByItsFile() throws GeneralSecurityException, IOException {
        TlsFiles files = own(NOW);
        Pki later = new Pki(folder, new SecureRandom(), NOW.plus(Duration.ofDays(500)));

        assertThatThrownBy(() -> later.given(new GivenTls(files.certificate(), files.key(), files.ca())))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the certificate " + files.certificate() + " has ended");
    }

    @Test
    void aGivenFileThatIsNoCertificateIsRefusedByItsName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "nothing");

        assertThatThrownBy(() -> new Pki(folder, new SecureRandom(), NOW).given(new GivenTls(text, text, text)))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("the certificate " + text + " cannot be read");
    }
}
