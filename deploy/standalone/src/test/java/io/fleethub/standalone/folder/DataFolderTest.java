package io.fleethub.standalone.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private final CurrentUser me = CurrentUser.detect();

    @TempDir
    Path parent;

    @Test
    void aMissingFolderIsMadeForItsOwnerOnly() throws IOException {
        Path root = parent.resolve("a/b");

        DataFolder.open(root, me).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void aSecondLauncherOnTheSameFolderIsToldWhoHoldsIt() throws IOException {
        try (DataFolder first = DataFolder.open(parent, me)) {
            assertThatThrownBy(() -> DataFolder.open(first.root(), me))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(
                            "another launcher (pid " + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining(parent.toString());
        }
        DataFolder.open(parent, me).close();
    }

    @Test
    void aFolderOfAnotherUserIsOneClearLine() {
        CurrentUser stranger = new CurrentUser(me.uid() + 1, "stranger");

        assertThatThrownBy(() -> DataFolder.open(parent, stranger))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("belongs to another user")
                .hasMessageContaining("stranger")
                .hasMessageContaining("--data");
    }

    @Test
    void aFileInThePlaceOfTheFolderIsOneClearLine() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file, me))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void anUnusedFolderHasNoHolder() {
        assertThat(DataFolder.holder(parent)).isEmpty();
    }
}
