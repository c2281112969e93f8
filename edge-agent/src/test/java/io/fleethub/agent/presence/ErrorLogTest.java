package io.fleethub.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.StatusReport.ErrorEntry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErrorLogTest {

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final ErrorLog errors = new ErrorLog(() -> now);

    @Test
    void countsTheLastHourAndTellsTheLatestFive() {
        errors.add("OLD", "forgotten");
        now = now.plus(Duration.ofMinutes(61));
        for (int i = 1; i <= 7; i++) {
            errors.add("CODE_" + i, "detail");
        }

        assertThat(errors.summary().lastHour()).isEqualTo(7);
        assertThat(errors.summary().latest())
                .extracting(ErrorEntry::code)
                .containsExactly("CODE_3", "CODE_4", "CODE_5", "CODE_6", "CODE_7");
    }

    @Test
    void cutsWhatIsTooLongForAHeartbeat() {
        errors.add("LONG", "x".repeat(5_000));

        assertThat(errors.summary().latest().get(0).detail()).hasSize(200);
    }

    @Test
    void remembersNoMoreThanAThousand() {
        for (int i = 0; i < 1_500; i++) {
            errors.add("SAME", "detail");
        }

        assertThat(errors.summary().lastHour()).isEqualTo(1_000);
    }
}
