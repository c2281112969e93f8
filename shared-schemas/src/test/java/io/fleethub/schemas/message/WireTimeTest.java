package io.fleethub.schemas.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T00:00:00Z, 2026-11-21T00:00:00Z",
        "2026-11-21T00:00:00.5Z, 2026-11-21T00:00:00.500Z",
        "2026-11-21T00:00:00.123456789Z, 2026-11-21T00:00:00.123456789Z",
        "2026-11-21T01:30:00+01:30, 2026-11-21T00:00:00Z",
        "2026-11-20T19:00:00.25-05:00, 2026-11-21T00:00:00.250Z",
        "2026-11-21T00:00:00-00:00, 2026-11-21T00:00:00Z",
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
    })
    void readsTimes(String text, Instant instant) {
        assertThat(WireTime.instant(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-21",
                "2026-11-21T00:00Z",
                "2026-11-21T00:00:00",
                "2026-11-21 00:00:00Z",
                "2026-11-21t00:00:00z",
                "2026-11-21T00:00:00.Z",
                "2026-11-21T00:00:00.1234567890Z",
                "2026-11-21T00:00:00Z ",
                "2026-11-21T00:00:00+0100",
                "2026-11-21T00:00:00+01",
                "2026-11-21T00:00:00+24:00",
                "2026-11-21T00:00:00+01:60",
                "2026-13-21T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-31T00:00:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T00:60:00Z",
                "2026-11-21T00:00:60Z",
                "+12026-11-21T00:00:00Z",
                "２０２６-11-21T00:00:00Z",
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> WireTime.instant(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessage("must be an RFC 3339 time such as 2026-11-21T00:00:00Z");
    }

    @Test
    void readsWhatTheJdkWrites() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(36 * 60) - 18 * 60) * 60);

            assertThat(WireTime.instant(instant.toString())).isEqualTo(instant);
            String local = java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    OffsetDateTime.ofInstant(instant.minusNanos(instant.getNano()), offset));
            assertThat(WireTime.instant(local)).isEqualTo(instant.minusNanos(instant.getNano()));
        }
    }

    @ParameterizedTest
    @CsvSource({"PT60S, 60000", "PT0S, 0", "P1D, 86400000", "P1DT2H3M4.5S, 93784500", "PT90M, 5400000"})
    void readsDurations(String text, long millis) {
        assertThat(WireTime.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "60", "PT-60S", "-PT60S", "P1M", "P1W", "P1Y", "pt60s", "PT1.5H", "PT9999999999S"
            })
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> WireTime.duration(text)).isInstanceOf(DateTimeException.class);
    }
}
