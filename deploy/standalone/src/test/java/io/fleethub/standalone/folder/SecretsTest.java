package io.fleethub.standalone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.folder.Secrets.Secret;
import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void everySecretIsMadeOnceForItsOwnerOnlyAndIsLikeNoOther() throws IOException {
        Set<String> values = new HashSet<>();
        for (Secret secret : Secret.values()) {
            values.add(new Secrets(folder, new SecureRandom()).value(secret));
        }

        assertThat(values).hasSize(Secret.values().length);
        for (Secret secret : Secret.values()) {
            Secrets again = new Secrets(folder, new SecureRandom());
            assertThat(values).contains(again.value(secret));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(again.file(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theMasterKeyIsOf256Bits() {
        assertThat(new Secrets(folder, new SecureRandom()).value(Secret.MASTER_KEY))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void theAdministratorsPasswordHasNoLookAlikes() {
        assertThat(new Secrets(folder, new SecureRandom()).value(Secret.ADMIN_PASSWORD))
                .matches("[a-km-z2-9]{20}");
    }

    @Test
    void anEmptySecretIsRefusedByItsFile() throws IOException {
        Secrets secrets = new Secrets(folder, new SecureRandom());
        Path file = secrets.file(Secret.FEED_TOKEN);
        Files.writeString(file, "\n");

        assertThatThrownBy(() -> secrets.value(Secret.FEED_TOKEN))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the secret " + file + " is empty");
    }
}
