package io.fleethub.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    private static final Path STANDARD = Path.of("docs/reference/bench");

    private static BenchOptions parse(String... arguments) throws Exception {
        return BenchOptions.parse(List.of(arguments), STANDARD);
    }

    @Test
    void fullRunIsKeptBesideTheOtherResults() throws Exception {
        BenchOptions options = parse("storage");

        assertThat(options.timing()).isEqualTo(Timing.FULL);
        assertThat(options.results()).contains(STANDARD);
    }

    @Test
    void quickRunIsNotKept() throws Exception {
        BenchOptions options = parse("storage", "--quick");

        assertThat(options.timing()).isEqualTo(Timing.QUICK);
        assertThat(options.results()).isEmpty();
    }

    @Test
    void quickRunIsKeptWhereItWasAskedFor() throws Exception {
        assertThat(parse("--quick", "storage", "--results", "/somewhere").results())
                .contains(Path.of("/somewhere"));
    }

    @Test
    void partOfTheContendersIsNoResultToKeep() throws Exception {
        BenchOptions options = parse("ingest", "--only", "fleethub");

        assertThat(options.only()).isEqualTo("fleethub");
        assertThat(options.results()).isEmpty();
    }

    @Test
    void unknownNameIsAnsweredWithTheNamesThereAre() {
        assertThatThrownBy(() -> parse("speed"))
                .hasMessage("there is no benchmark 'speed', there are: " + Benchmarks.names());
        assertThat(Benchmarks.names()).contains("storage");
    }

    @Test
    void unknownOptionIsNamed() {
        assertThatThrownBy(() -> parse("storage", "--fast")).hasMessageContaining("'--fast'");
    }

    @Test
    void warmUpIsASettingOfItsOwnAndItsResultIsNotKept() throws Exception {
        BenchOptions options = parse("ingest", "--warm-up", "25");

        assertThat(options.timing()).isEqualTo(new Timing(Duration.ofSeconds(25), Timing.FULL.window(), 3));
        assertThat(options.results()).isEmpty();
        assertThatThrownBy(() -> parse("ingest", "--warm-up", "x")).hasMessage("--warm-up wants seconds, not 'x'");
    }

    @Test
    void nameIsNeeded() {
        assertThatThrownBy(() -> parse("--quick")).hasMessageStartingWith("bench needs a name");
    }
}
