package io.fleethub.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CappedLogTest {
    @TempDir
    Path folder;

    @Test
    void atTheCapTheFileBecomesThePredecessorAndTheLatestLinesStay() throws IOException {
        Path file = folder.resolve("hub.log");
        try (CappedLog log = new CappedLog(file, 100)) {
            for (int i = 0; i < 100; i++) {
                log.line("line " + i);
            }
        }

        assertThat(Files.size(file)).isLessThanOrEqualTo(100);
        assertThat(Files.size(folder.resolve("hub.log.1"))).isLessThanOrEqualTo(100);
        assertThat(Files.readString(file)).endsWith("line 99\n");
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void aSecondStartWritesOnBehindTheFirst() throws IOException {
        Path file = folder.resolve("hub.log");
        new CappedLog(file, 100).close();
        try (CappedLog log = new CappedLog(file, 100)) {
            log.line("first");
        }

        try (CappedLog log = new CappedLog(file, 100)) {
            log.line("second");
        }

        assertThat(Files.readString(file)).isEqualTo("first\nsecond\n");
    }
}
