package io.fleethub.agent.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSpoolTest {

    private static final long CAP = 400 * 1024;

    @TempDir
    Path folder;

    @Test
    void theStreamHoldsTheLinesOldestFirstAndItsHashIsTheStreams() throws Exception {
        SpooledLog log = spool("one\ntwo\nthree\n", 2);

        byte[] stream = Files.readAllBytes(folder.resolve("spool/key.gz"));
        assertThat(unzip(stream)).isEqualTo("two\nthree\n");
        assertThat(log).isEqualTo(new SpooledLog(2, 10, sha256(stream), false));
    }

    @Test
    void anEmptyLogIsAStreamOfNothing() throws Exception {
        SpooledLog log = spool("", 500);

        assertThat(log.lines()).isZero();
        assertThat(unzip(Files.readAllBytes(folder.resolve("spool/key.gz")))).isEmpty();
    }

    @Test
    void whatDoesNotFitUnderTheCapLosesItsOldestLines() throws Exception {
        Random random = new Random(7);
        String text = IntStream.range(0, 2_000)
                .mapToObj(number -> number + " " + HexFormat.of().formatHex(bytes(random, 512)))
                .collect(Collectors.joining("\n", "", "\n"));

        SpooledLog log = spool(text, 2_000);

        byte[] stream = Files.readAllBytes(folder.resolve("spool/key.gz"));
        String kept = unzip(stream);
        assertThat(log.truncated()).isTrue();
        assertThat(stream.length).isBetween((int) CAP / 2, (int) CAP);
        assertThat(kept).isEqualTo(text.substring(text.length() - kept.length()));
        assertThat(kept.lines()).hasSize(log.lines());
    }

    @Test
    void theEndOfAVeryLongLineIsCutAndSaidSo() throws Exception {
        SpooledLog log = spool("x".repeat(100_000) + "\nend\n", 500);

        assertThat(log.truncated()).isTrue();
        assertThat(unzip(Files.readAllBytes(folder.resolve("spool/key.gz"))))
                .isEqualTo("x".repeat(64 * 1024) + "\nend\n");
    }

    @Test
    void slicesMakeUpTheStream() throws Exception {
        spool("one\ntwo\nthree\n", 500);
        LogSpool spool = newSpool(Clock.systemUTC());
        byte[] stream = Files.readAllBytes(folder.resolve("spool/key.gz"));

        byte[] first = spool.slice("key", 0, 10);
        byte[] second = spool.slice("key", 10, 1_000);

        assertThat(first).hasSize(10);
        assertThat(HexFormat.of().formatHex(first) + HexFormat.of().formatHex(second))
                .isEqualTo(HexFormat.of().formatHex(stream));
    }

    @Test
    void afterAnHourAStreamIsForgotten() throws Exception {
        spool("one\n", 1);
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        Files.setLastModifiedTime(folder.resolve("spool/key.gz"), FileTime.from(now.minusSeconds(3_601)));

        newSpool(Clock.fixed(now, ZoneOffset.UTC)).prune();

        assertThat(folder.resolve("spool/key.gz")).doesNotExist();
    }

    @Test
    void neverMoreThanEightStreamsLieThere() throws Exception {
        LogSpool spool = newSpool(Clock.systemUTC());
        Files.writeString(folder.resolve("app.log"), "one\n");
        for (int i = 0; i < 20; i++) {
            try (LogFiles files = LogFiles.open(folder.resolve("app.log"))) {
                spool.write("key" + i, files, select(files, 1));
            }
        }

        try (Stream<Path> streams = Files.list(folder.resolve("spool"))) {
            assertThat(streams).hasSize(8);
        }
        assertThat(spool.holds("key19")).isTrue();
    }

    private SpooledLog spool(String text, int lines) throws Exception {
        Files.writeString(folder.resolve("app.log"), text);
        try (LogFiles files = LogFiles.open(folder.resolve("app.log"))) {
            return newSpool(Clock.systemUTC()).write("key", files, select(files, lines));
        }
    }

    private static LineSpans select(LogFiles files, int lines) throws Exception {
        return new LineSelector(new LogQuery(lines, null, null, null), new LineTime(ZoneOffset.UTC)).select(files);
    }

    private LogSpool newSpool(Clock clock) {
        return new LogSpool(folder.resolve("spool"), CAP, Duration.ofHours(1), clock);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static String unzip(byte[] stream) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stream))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String sha256(byte[] stream) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stream));
    }
}
