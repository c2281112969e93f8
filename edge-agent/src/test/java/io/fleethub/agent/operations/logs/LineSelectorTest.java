package io.fleethub.agent.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSelectorTest {

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("app.log");
    }

    @Test
    void theLastLinesComeNewestFirst() throws Exception {
        write("one\ntwo\nthree\n");

        assertThat(last(2)).containsExactly("three", "two");
    }

    @Test
    void aLogShorterThanAskedComesWhole() throws Exception {
        write("one\ntwo\n");

        assertThat(last(500)).containsExactly("two", "one");
    }

    @Test
    void aLastLineWithoutLineFeedCounts() throws Exception {
        write("one\ntwo\nhalf");

        assertThat(last(2)).containsExactly("half", "two");
    }

    @Test
    void emptyLinesAreLines() throws Exception {
        write("\n\none\n\n");

        assertThat(last(10)).containsExactly("", "one", "", "");
    }

    @Test
    void anEmptyLogHasNone() throws Exception {
        write("");

        assertThat(last(10)).isEmpty();
    }

    @Test
    void aLogOfManyBlocksIsReadAcrossTheirBorders() throws Exception {
        String text = IntStream.rangeClosed(1, 50_000)
                .mapToObj(number -> "line number " + number)
                .collect(Collectors.joining("\n", "", "\n"));
        write(text);

        List<String> all = last(50_000);

        assertThat(all).hasSize(50_000).startsWith("line number 50000").endsWith("line number 1");
        assertThat(all.get(25_000)).isEqualTo("line number 25000");
    }

    @Test
    void ofAGigabyteOnlyTheEndIsRead() throws Exception {
        try (var file = new java.io.RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(1L << 30);
            file.seek(1L << 30);
            file.write("\none\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(last(2)).containsExactly("two", "one");
    }

    @Test
    void rotatedFilesContinueThroughTheirNumbers() throws Exception {
        write("five\nsix\n");
        Files.writeString(folder.resolve("app.log.1"), "three\nfour\n");
        Files.writeString(folder.resolve("app.log.2"), "one\ntwo\n");

        assertThat(last(5)).containsExactly("six", "five", "four", "three", "two");
    }

    @Test
    void theFilterIsTextAndNoPattern() throws Exception {
        write("a.c\nabc\nxa.cx\n");

        assertThat(select(10, null, null, "a.c")).containsExactly("xa.cx", "a.c");
    }

    @Test
    void theNumberOfLinesCountsThoseThatMatch() throws Exception {
        write("hit 1\nmiss\nhit 2\nmiss\nhit 3\nmiss\n");

        assertThat(select(2, null, null, "hit")).containsExactly("hit 3", "hit 2");
    }

    @Test
    void timesBoundTheLinesTheFirstInclusiveTheLastExclusive() throws Exception {
        write("2026-11-21T10:00:00Z a\n2026-11-21T11:00:00Z b\n2026-11-21T12:00:00Z c\n2026-11-21T13:00:00Z d\n");

        assertThat(select(10, "2026-11-21T11:00:00Z", "2026-11-21T13:00:00Z", null))
                .containsExactly("2026-11-21T12:00:00Z c", "2026-11-21T11:00:00Z b");
    }

    @Test
    void aLineWithoutATimeHasThatOfTheOneBefore() throws Exception {
        write("2026-11-21T10:00:00Z a\n  at a\n2026-11-21T11:00:00Z b\n  at b\n2026-11-21T12:00:00Z c\n  at c\n");

        assertThat(select(10, "2026-11-21T11:00:00Z", "2026-11-21T12:00:00Z", null))
                .containsExactly("  at b", "2026-11-21T11:00:00Z b");
    }

    @Test
    void aLogWithoutTimesIsNotLeftOut() throws Exception {
        write("a\nb\n");

        assertThat(select(10, "2026-11-21T11:00:00Z", null, null)).containsExactly("b", "a");
    }

    @Test
    void aVeryLongLogWithoutTimesEndsTheSearch() throws Exception {
        write("x\n".repeat(30_000));

        assertThat(select(5, "2026-11-21T11:00:00Z", null, null)).hasSize(5);
    }

    @Test
    void timesAreReadInTheirUsualForms() {
        LineTime time = new LineTime(ZoneOffset.ofHours(2));

        assertThat(time.of("2026-11-21T10:00:00.123Z x")).contains(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(time.of("2026-11-21T10:00:00+01:00 x")).contains(Instant.parse("2026-11-21T09:00:00Z"));
        assertThat(time.of("2026-11-21T10:00:00+0100 x")).contains(Instant.parse("2026-11-21T09:00:00Z"));
        assertThat(time.of("2026-11-21 10:00:00,5 x")).contains(Instant.parse("2026-11-21T08:00:00.5Z"));
        assertThat(time.of("[2026-11-21 10:00:00] x")).contains(Instant.parse("2026-11-21T08:00:00Z"));
        assertThat(time.of("2026-13-41T10:00:00Z x")).isEmpty();
        assertThat(time.of("x 2026-11-21T10:00:00Z")).isEmpty();
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text);
    }

    private List<String> last(int lines) throws Exception {
        return select(lines, null, null, null);
    }

    private List<String> select(int lines, @Nullable String since, @Nullable String until, @Nullable String filter)
            throws Exception {
        LogQuery query = new LogQuery(
                lines,
                since == null ? null : Instant.parse(since),
                until == null ? null : Instant.parse(until),
                filter);
        try (LogFiles files = LogFiles.open(log)) {
            LineSpans spans = new LineSelector(query, new LineTime(ZoneOffset.UTC)).select(files);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < spans.count(); i++) {
                ByteBuffer text = ByteBuffer.allocate(spans.length(i));
                files.read(spans.file(i), spans.start(i), text);
                texts.add(new String(text.array(), StandardCharsets.UTF_8));
            }
            return texts;
        }
    }
}
