package io.fleethub.hub.telemetry.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");
    private static final Instant RAW_SINCE = NOW.minus(31, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);

    @ParameterizedTest
    @CsvSource({
        "PT10M, REPORTS, PT1S",
        "PT24H, REPORTS, PT1M",
        "P7D, REPORTS, PT15M",
        "P8D, HOURLY, PT1H",
        "P83D, HOURLY, PT1H",
        "P84D, DAILY, P1D",
        "P365D, DAILY, P1D",
        "P1998D, DAILY, P1D",
        "P2100D, MONTHLY, P1M"
    })
    void the_finest_is_chosen_that_fits(String range, Source source, String label) {
        Resolution chosen = fitting(range, kept("P3000D", "P3000D", "P3000D"));

        assertThat(chosen.source()).isEqualTo(source);
        assertThat(chosen.label()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({"P60D, P30D, P90D, DAILY", "P60D, P30D, P30D, MONTHLY", "P20D, P30D, P30D, HOURLY"})
    void a_roll_up_that_does_not_go_back_as_far_as_the_data_is_not_chosen(
            String range, String hourly, String daily, Source source) {
        assertThat(fitting(range, kept(hourly, daily, "P3000D")).source()).isEqualTo(source);
    }

    @Test
    void a_node_that_is_new_shows_what_there_is_of_it() {
        assertThat(fitting("P365D", kept("P2D", "P2D", "P2D")).source()).isEqualTo(Source.REPORTS);
        assertThat(fitting("P365D", kept("P20D", "P20D", "P20D")).source()).isEqualTo(Source.HOURLY);
    }

    @Test
    void a_metric_that_was_never_rolled_up_restricts_nothing() {
        assertThat(fitting("P365D", new Reach(1, "m", null, null, null)).source())
                .isEqualTo(Source.DAILY);
    }

    @Test
    void the_worst_kept_of_several_metrics_decides() {
        List<Reach> both = List.of(kept("P700D", "P700D", "P700D"), kept("P30D", "P30D", "P700D"));

        assertThat(Resolution.fitting(NOW.minus(Duration.ofDays(300)), NOW, both, RAW_SINCE)
                        .source())
                .isEqualTo(Source.MONTHLY);
    }

    @Test
    void no_range_gives_more_points_than_are_promised() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Duration range = Duration.ofMillis(1 + (long) (Math.pow(random.nextDouble(), 4) * 4e12));
            Reach reach = kept(days(random), days(random), days(random));
            Resolution chosen = Resolution.fitting(NOW.minus(range), NOW, List.of(reach), RAW_SINCE);
            Instant begin = Resolution.begin(NOW.minus(range), NOW, List.of(reach));

            assertThat(chosen.points(begin, NOW)).as("seed %d, %s", seed, range).isLessThanOrEqualTo(2_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT5M, REPORTS",
        "PT90M, REPORTS",
        "PT1H, HOURLY",
        "PT36H, HOURLY",
        "P1D, DAILY",
        "PT168H, DAILY",
        "P1M, MONTHLY"
    })
    void a_step_is_read_from_the_coarsest_roll_up_that_it_consists_of(String step, Source source) {
        assertThat(Resolution.parse(step).map(Resolution::source)).contains(source);
    }

    @ParameterizedTest
    @CsvSource({"PT0.5S", "often", "-PT1H", "P2M", "PT0S"})
    void what_is_no_step_is_none(String step) {
        assertThat(Resolution.parse(step)).isEmpty();
    }

    private static String days(Random random) {
        return "P" + (1 + random.nextInt(3_000)) + "D";
    }

    private static Resolution fitting(String range, Reach reach) {
        return Resolution.fitting(NOW.minus(Duration.parse(range)), NOW, List.of(reach), RAW_SINCE);
    }

    private static Reach kept(String hourly, String daily, String monthly) {
        return new Reach(
                1, "m", first(Source.HOURLY, hourly), first(Source.DAILY, daily), first(Source.MONTHLY, monthly));
    }

    private static @Nullable Instant first(Source source, String kept) {
        return source.begin(NOW.minus(Duration.parse(kept)));
    }
}
