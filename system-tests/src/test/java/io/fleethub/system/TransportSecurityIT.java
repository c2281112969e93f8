package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as an outsider's tool sees it. */
@ExtendWith(DemoFleet.class)
class TransportSecurityIT {

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void oldProtocolVersionsAreRefused(String listener, Fleet fleet) {
        Shell.Result old = handshake(fleet, listener, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");

        assertThat(old.exit()).as(old.output()).isNotZero();
        assertThat(old.output()).contains("alert protocol version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void currentVersionsPresentACertificateOfOurAuthority(String listener, Fleet fleet) {
        Shell.Result modern = handshake(fleet, listener, "-tls1_2", "-verify_return_error");

        assertThat(modern.output()).contains("Verify return code: 0 (ok)");
    }

    @Test
    void theMachineReadableFileIsForItsOwnerOnly(Fleet fleet) {
        Shell.Result mode =
                Shell.run("stat", "-c", "%a", fleet.data().resolve("ready.json").toString());

        assertThat(mode.orFail().output().strip()).isEqualTo("600");
    }

    private static Shell.Result handshake(Fleet fleet, String listener, String... options) {
        URI uri = fleet.uri(listener);
        String[] base = {
            "openssl",
            "s_client",
            "-connect",
            uri.getHost() + ":" + uri.getPort(),
            "-CAfile",
            fleet.data().resolve("pki/ca.crt").toString()
        };
        String[] command = new String[base.length + options.length];
        System.arraycopy(base, 0, command, 0, base.length);
        System.arraycopy(options, 0, command, base.length, options.length);
        return Shell.run(command);
    }
}
