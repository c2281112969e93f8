package io.fleethub.hub.telemetry.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SegmentTest {

    private static final Instant ROLLED_UP_TO = at("2026-11-21T11:00:00Z");
    private static final Instant TO = at("2026-11-21T12:34:56Z");

    @Test
    void what_runs_still_is_read_from_what_is_finer() {
        assertThat(Segment.of(Source.MONTHLY, at("2026-02-10T08:00:00Z"), TO, ROLLED_UP_TO))
                .containsExactly(
                        new Segment(Source.MONTHLY, at("2026-02-01T00:00:00Z"), at("2026-11-01T00:00:00Z")),
                        new Segment(Source.DAILY, at("2026-11-01T00:00:00Z"), at("2026-11-21T00:00:00Z")),
                        new Segment(Source.HOURLY, at("2026-11-21T00:00:00Z"), ROLLED_UP_TO),
                        new Segment(Source.REPORTS, ROLLED_UP_TO, TO));
    }

    @Test
    void a_range_in_the_past_needs_its_roll_up_only() {
        assertThat(Segment.of(Source.DAILY, at("2026-11-01T08:00:00Z"), at("2026-11-10T00:00:00Z"), ROLLED_UP_TO))
                .containsExactly(new Segment(Source.DAILY, at("2026-11-01T00:00:00Z"), at("2026-11-10T00:00:00Z")));
    }

    @Test
    void reports_are_cut_where_they_were_asked_for() {
        assertThat(Segment.of(Source.REPORTS, at("2026-11-21T08:00:01Z"), TO, ROLLED_UP_TO))
                .containsExactly(new Segment(Source.REPORTS, at("2026-11-21T08:00:01Z"), TO));
    }

    @Test
    void a_range_within_the_running_hour_has_reports_only() {
        assertThat(Segment.of(Source.HOURLY, at("2026-11-21T12:10:00Z"), TO, ROLLED_UP_TO))
                .containsExactly(new Segment(Source.REPORTS, at("2026-11-21T12:00:00Z"), TO));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
