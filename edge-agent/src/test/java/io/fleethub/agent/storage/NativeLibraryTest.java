package io.fleethub.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

    private static final String PLACE = "org.sqlite.tmpdir";

    @TempDir
    Path directory;

    @Test
    void clearsAwayWhatAKilledAgentLeft() throws IOException {
        Path leftover = Files.createFile(directory.resolve("sqlite-3.54.1.0-0a-libsqlitejdbc.so"));
        Path data = Files.createFile(directory.resolve("agent.db"));
        String before = System.getProperty(PLACE);
        System.clearProperty(PLACE);
        try {
            NativeLibrary.unpackInto(directory);

            assertThat(leftover).doesNotExist();
            assertThat(data).exists();
            assertThat(System.getProperty(PLACE)).isEqualTo(directory.toString());
        } finally {
            if (before == null) {
                System.clearProperty(PLACE);
            } else {
                System.setProperty(PLACE, before);
            }
        }
    }
}
