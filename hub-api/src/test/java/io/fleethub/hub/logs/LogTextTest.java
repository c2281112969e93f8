package io.fleethub.hub.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.logs.LogText.Judgement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|0|0", "a|1|1", "a\\n|1|2", "a\\nb|2|3", "\\n\\n|2|2"})
    void lines_and_bytes_are_counted(String text, long lines, long bytes) throws Exception {
        byte[] gzip = gzip(text.replace("\\n", "\n"));

        assertThat(judge(gzip, sha256(gzip))).isEqualTo(new Judgement.Whole(lines, bytes));
    }

    @Test
    void another_hash_is_broken() throws Exception {
        byte[] gzip = gzip("line\n");

        assertThat(judge(gzip, "0".repeat(64))).isEqualTo(new Judgement.Broken("its SHA-256 is " + sha256(gzip)));
    }

    @Test
    void a_stream_that_was_cut_is_broken_even_when_its_hash_agrees() throws Exception {
        byte[] whole = gzip("line\n".repeat(1_000));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThat(judge(cut, sha256(cut))).isInstanceOf(Judgement.Broken.class);
    }

    @Test
    void a_small_stream_that_unpacks_to_too_much_is_broken() throws Exception {
        byte[] bomb = gzip("x".repeat(2_000_000));

        assertThat(judge(bomb, sha256(bomb))).isEqualTo(new Judgement.Broken("its text is longer than 1000000 bytes"));
    }

    @Test
    void chunks_of_any_size_make_one_stream() throws Exception {
        byte[] gzip = gzip("one\ntwo\nthree\n");
        List<byte[]> chunks = List.of(
                Arrays.copyOfRange(gzip, 0, 1),
                Arrays.copyOfRange(gzip, 1, gzip.length - 1),
                Arrays.copyOfRange(gzip, gzip.length - 1, gzip.length));

        Judgement judgement = LogText.judge(new ChunkInputStream(chunks::get, chunks.size()), sha256(gzip), 1_000_000);

        assertThat(judgement).isEqualTo(new Judgement.Whole(3, 14));
    }

    private static Judgement judge(byte[] gzip, String sha256) {
        return LogText.judge(new ByteArrayInputStream(gzip), sha256, 1_000_000);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
