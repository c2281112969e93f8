package io.fleethub.agent.operations.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CappedLogTest {

    @TempDir
    Path folder;

    private Path file;
    private CappedLog log;

    @BeforeEach
    void threeFilesOfTenBytes() {
        file = folder.resolve("demo.log");
        log = new CappedLog(file, 10, 3);
    }

    @Test
    void belowTheCapNothingHappens() throws IOException {
        append("123456789");

        log.rotateIfFull();

        assertThat(names()).containsExactly("demo.log");
    }

    @Test
    void aFullOneMovesOnAndIsEmptiedInPlace() throws IOException {
        append("1234567890");
        Object before = Files.readAttributes(file, "unix:ino").get("ino");

        log.rotateIfFull();

        assertThat(Files.readString(folder.resolve("demo.log.1"))).isEqualTo("1234567890");
        assertThat(file).isEmptyFile();
        assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);
    }

    @Test
    void neverMoreThanThreeFilesAndTheNewestAreKept() throws IOException {
        for (String content : List.of("a".repeat(10), "b".repeat(10), "c".repeat(10))) {
            append(content);
            log.rotateIfFull();
        }

        assertThat(names()).containsExactly("demo.log", "demo.log.1", "demo.log.2");
        assertThat(Files.readString(folder.resolve("demo.log.1"))).isEqualTo("c".repeat(10));
        assertThat(Files.readString(folder.resolve("demo.log.2"))).isEqualTo("b".repeat(10));
    }

    @Test
    void ofOneThatGrewFarOverTheCapTheEndIsKept() throws IOException {
        append("x".repeat(50) + "1234567890");

        log.rotateIfFull();

        assertThat(Files.readString(folder.resolve("demo.log.1"))).isEqualTo("1234567890");
    }

    @Test
    void withoutALogThereIsNothingToDo() throws IOException {
        log.rotateIfFull();

        assertThat(names()).isEmpty();
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
