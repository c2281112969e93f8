package io.fleethub.hub.telemetry.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void a_line_ends_as_the_rfc_says_and_quotes_only_what_needs_it() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new Csv(out).line(Instant.EPOCH, "plain", "a,b", "say \"hé\"", "two\r\nlines", null, -3L, 1.5, true);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("1970-01-01T00:00:00Z,plain,\"a,b\",\"say \"\"hé\"\"\",\"two\r\nlines\",,-3,1.5,true\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"})
    void text_that_looks_like_a_formula_is_made_text(String text) {
        assertThat(Csv.cell(text)).contains("'" + text);
    }

    @Test
    void a_negative_number_stays_one() {
        assertThat(Csv.cell(-2.5)).isEqualTo("-2.5");
    }
}
