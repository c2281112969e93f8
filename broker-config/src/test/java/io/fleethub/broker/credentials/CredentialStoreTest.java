package io.fleethub.broker.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.broker.credentials.Credentials.Secret;
import io.fleethub.schemas.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {

    private static final NodeId A = new NodeId("a");
    private static final FeedAnswer ANSWER =
            new FeedAnswer(5, true, Map.of(A, Access.of(new Secret("ab".repeat(32), null))), 0);

    @TempDir
    Path folder;

    private CredentialStore store() {
        CredentialStore store = new CredentialStore(folder.resolve("credentials.json"));
        store.load();
        return store;
    }

    @Test
    void nextRunFindsWhatThisOneKept() throws Exception {
        store().apply(ANSWER);

        CredentialStore next = store();

        assertThat(next.get().revision()).isEqualTo(5L);
        assertThat(next.get().knows(A)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("credentials.json"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void damagedFileOpensNoSessionAndAsksForEverything() throws Exception {
        Files.writeString(folder.resolve("credentials.json"), "{\"revision\":5,\"nodes\":[{");

        CredentialStore store = store();

        assertThat(store.get()).isEqualTo(Credentials.NONE);
        assertThat(store.get().revision()).isNull();
    }

    @Test
    void diskThatFailsDelaysNoChangeAndIsTriedAgain() throws Exception {
        CredentialStore store = store();
        Path inTheWay = Files.createDirectory(folder.resolve("credentials.json"));
        Path content = Files.createFile(inTheWay.resolve("x"));

        store.apply(ANSWER);

        assertThat(store.get().knows(A)).isTrue();
        Files.delete(content);
        Files.delete(inTheWay);
        store.keep();
        assertThat(store().get().revision()).isEqualTo(5L);
    }
}
