package io.fleethub.agent.telemetry.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.config.AppMetricsConfig;
import io.fleethub.agent.presence.ErrorLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppMetricsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock = () -> NOON.plusSeconds(seconds.get());
    private final ErrorLog errors = new ErrorLog(clock);

    @Test
    void keepsNumbersSwitchesAndTexts() throws Exception {
        AppMetrics metrics = metrics();

        int taken = post(
                metrics,
                "{\"energy.cost.eur\": 3.25, \"energy.pulses\": 7, \"energy.on\": true, \"energy.mode\": \"eco\"}");

        assertThat(taken).isEqualTo(4);
        assertThat(metrics.sample())
                .containsExactly(
                        Map.entry("energy.cost.eur", 3.25),
                        Map.entry("energy.pulses", 7L),
                        Map.entry("energy.on", true),
                        Map.entry("energy.mode", "eco"));
    }

    @Test
    void laterValuesTakeThePlaceOfEarlierOnesAndLeaveOtherNamesAlone() throws Exception {
        AppMetrics metrics = metrics();
        post(metrics, "{\"energy.a\": 1, \"energy.b\": 1}");

        post(metrics, "{\"energy.b\": 2}");

        assertThat(metrics.sample()).containsOnly(Map.entry("energy.a", 1L), Map.entry("energy.b", 2L));
    }

    @Test
    void aValueThatIsTooOldIsNotRepeated() throws Exception {
        AppMetrics metrics = metrics();
        post(metrics, "{\"energy.a\": 1}");
        seconds.set(200);
        post(metrics, "{\"energy.b\": 2}");

        seconds.set(301);

        assertThat(metrics.sample()).containsOnly(Map.entry("energy.b", 2L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"cpu.percent": 1}               | cpu.percent: begins with "cpu.", which the platform keeps
                    {"service.energy.state": "x"}    | service.energy.state: begins with "service."
                    {"energy": 1}                    | energy: is not a name of an application's metric
                    {"Energy.cost": 1}               | Energy.cost: is not a name
                    {"energy..cost": 1}              | energy..cost: is not a name
                    {"energy.cost": null}            | energy.cost: must be a number, true, false or a text
                    {"energy.cost": [1]}             | energy.cost: must be a number, true, false or a text
                    {"energy.cost": {"eur": 1}}      | energy.cost: must be a number, true, false or a text
                    {"energy.cost": 1e999}           | energy.cost: is not a finite number
                    {"energy.cost": "\\u0000"}       | energy.cost: holds U+0000
                    {"energy.cost": 1, "energy.cost": 2} | is not valid JSON in line 1: Duplicate field
                    [1]                              | must be a JSON object of names and values
                    {"energy.cost": 1                | is not valid JSON in line 1
                    {"energy.cost": NaN}             | is not valid JSON in line 1
                    """)
    void namesWhatIsWrong(String json, String message) {
        AppMetrics metrics = metrics();

        assertThatThrownBy(() -> post(metrics, json))
                .isInstanceOf(RefusedMetricsException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void ofARequestWithOneFaultNothingIsTaken() {
        AppMetrics metrics = metrics();

        assertThatThrownBy(() -> post(metrics, "{\"energy.a\": 1, \"energy.b\": null}"))
                .hasMessageStartingWith("energy.b: ");

        assertThat(metrics.sample()).isEmpty();
    }

    @Test
    void tooManyNamesAreRefusedUntilOldOnesAreForgotten() throws Exception {
        AppMetrics metrics = metrics();
        post(metrics, many(0, 60));

        assertThatThrownBy(() -> post(metrics, many(60, 101))).hasMessage("makes 101 names, at most 100 are kept");
        seconds.set(301);
        post(metrics, many(60, 101));

        assertThat(metrics.sample()).hasSize(41);
    }

    @Test
    void theFileIsReadWhenItChanged() throws Exception {
        AppMetrics metrics = metrics();
        write("{\"energy.a\": 1, \"energy.b\": 1}", 0);
        assertThat(metrics.sample()).hasSize(2);

        write("{\"energy.a\": 2}", 60);
        seconds.set(60);

        assertThat(metrics.sample()).containsOnly(Map.entry("energy.a", 2L));
    }

    @Test
    void aFileThatIsNotWrittenAnyMoreIsNotRepeated() throws Exception {
        AppMetrics metrics = metrics();
        write("{\"energy.a\": 1}", 0);
        assertThat(metrics.sample()).hasSize(1);

        seconds.set(301);

        assertThat(metrics.sample()).isEmpty();
    }

    @Test
    void aFileThatWasWrittenLongBeforeTheAgentIsNotTaken() throws Exception {
        write("{\"energy.a\": 1}", -301);

        assertThat(metrics().sample()).isEmpty();
    }

    @Test
    void halfAFileIsLookedAtAgainBeforeAnybodyComplains() throws Exception {
        AppMetrics metrics = metrics();
        write("{\"energy.a\": 1}", 0);
        metrics.sample();
        write("{\"energy.a\": 2", 1);
        assertThat(metrics.sample()).containsOnly(Map.entry("energy.a", 1L));

        write("{\"energy.a\": 2}", 2);

        assertThat(metrics.sample()).containsOnly(Map.entry("energy.a", 2L));
        assertThat(errors.summary().lastHour()).isZero();
    }

    @Test
    void aFileThatStaysBrokenIsReportedOnce() throws Exception {
        AppMetrics metrics = metrics();
        write("{\"energy.a\": 2", 0);

        metrics.sample();
        metrics.sample();
        metrics.sample();
        metrics.sample();

        assertThat(errors.summary().latest()).hasSize(1);
        assertThat(errors.summary().latest().get(0).code()).isEqualTo("APP_METRICS_REFUSED");
        assertThat(errors.summary().latest().get(0).detail()).startsWith("appMetrics/file is not valid JSON");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws Exception {
        write("{\"energy.a\": \"" + "x".repeat(70_000) + "\"}", 0);

        assertThat(metrics().sample()).isEmpty();

        assertThat(errors.summary().latest().get(0).detail()).isEqualTo("appMetrics/file has more than 65536 bytes");
    }

    @Test
    void whatIsNoFileHoldsNothingUp() throws Exception {
        Files.createDirectory(folder.resolve("app.json"));

        assertThat(metrics().sample()).isEmpty();

        assertThat(errors.summary().latest().get(0).detail()).contains("it is not a regular file");
    }

    private AppMetrics metrics() {
        AppMetricsConfig limits = new AppMetricsConfig(folder.resolve("app.json"), Duration.ofMinutes(5), 100, 65_536);
        return new AppMetrics(limits, errors, clock, () -> seconds.get() * 1_000_000_000L);
    }

    private static int post(AppMetrics metrics, String json) throws RefusedMetricsException {
        return metrics.post(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"energy.m" + i + "\": " + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private void write(String json, long atSecond) throws IOException {
        Path file = Files.writeString(folder.resolve("app.json"), json);
        Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(atSecond)));
    }
}
