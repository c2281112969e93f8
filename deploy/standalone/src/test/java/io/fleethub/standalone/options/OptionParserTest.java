package io.fleethub.standalone.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.standalone.platform.LaunchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
    private static final Path HOME = Path.of("/home/someone");

    private static Options parse(String... arguments) {
        return OptionParser.parse(List.of(arguments), HOME);
    }

    @Test
    void withoutOptionsTheUsualPortsAndTheFolderInTheHomeAreTaken() {
        Options options = parse("up");

        assertThat(options.data()).isEqualTo(HOME.resolve(".fleethub"));
        assertThat(options.ports()).isEqualTo(new Ports(8080, 8443, 1883, 8883, 8884, 5433));
        assertThat(options.timing().heartbeat()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.timing().lateAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.timing().offlineAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.database()).isEmpty();
    }

    @Test
    void plainListenersBindLoopbackUnlessTold() {
        assertThat(parse("up").listeners().plainHost()).isEqualTo("127.0.0.1");
        assertThat(parse("up").listeners().tlsHost()).isEqualTo("0.0.0.0");
        assertThat(parse("up", "--bind", "10.0.0.5").listeners().plainHost()).isEqualTo("10.0.0.5");
        assertThat(parse("up", "--bind", "10.0.0.5", "--plain-host", "127.0.0.1")
                        .listeners())
                .isEqualTo(new Listeners("127.0.0.1", "10.0.0.5", List.of(), Optional.empty()));
    }

    @Test
    void bothSpellingsOfAnOptionAreRead() {
        assertThat(parse("up", "--http-port", "0").ports().http()).isZero();
        assertThat(parse("up", "--http-port=81").ports().http()).isEqualTo(81);
    }

    @Test
    void demoTakesTheNumberOfNodesAnywhereAndThreeWithoutOne() {
        assertThat(parse("demo").demoNodes()).isEqualTo(3);
        assertThat(parse("demo", "7", "--heartbeat", "5s").demoNodes()).isEqualTo(7);
        assertThat(parse("demo", "--heartbeat", "5s", "7").demoNodes()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"5s,PT5S", "2m,PT2M", "1h30m,PT1H30M", "PT0.5S,PT0.5S", "pt20s,PT20S"})
    void timesAreReadAsPeopleTypeThem(String text, Duration duration) {
        assertThat(parse("demo", "--heartbeat", text).timing().heartbeat()).isEqualTo(duration);
    }

    @Test
    void aShortOfflineAfterShortensLateAfterToo() {
        assertThat(parse("demo", "--offline-after", "20s").timing().lateAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void settingsOfTheHubKeepTheirEqualsSigns() {
        assertThat(parse("up", "--set", "a.b=c=d", "--set", "e=").hubSettings())
                .isEqualTo(Map.of("a.b", "c=d", "e", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sideways | there is no 'sideways', see ./fleet help",
                "up --nonsense 1 | there is no option '--nonsense', see ./fleet help",
                "up --http-port | --http-port needs a value",
                "up --http-port 70000 | --http-port must be 0 to 65535, not '70000'",
                "up --http-port x | --http-port must be 0 to 65535, not 'x'",
                "up --http-port 1 --http-port 2 | --http-port is given twice",
                "up 3 | '3' is not expected, see ./fleet help",
                "demo 0 | the number of demo nodes must be 1 to 50, not '0'",
                "demo --heartbeat soon | --heartbeat wants a time such as 5s or 2m, not 'soon'",
                "demo --heartbeat 0s | --heartbeat wants a time such as 5s or 2m, not '0s'",
                "up --late-after 10m | --late-after is longer than --offline-after",
                "up --set nothing | --set wants KEY=VALUE, not 'nothing'",
                "up --tls-key k.pem | a given certificate needs --tls-certificate too",
                "up --database mysql://x | --database wants jdbc:postgresql://host:port/name, not 'mysql://x'",
            })
    void aFaultIsOneLineThatNamesTheOption(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(LaunchException.class)
                .hasMessage(message);
    }

    @Test
    void aDatabaseUrlWithAPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> parse("up", "--database", "jdbc:postgresql://h/fleet?user=me&password=hidden"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("--database")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void helpIsGivenWhereverItIsAskedForAndWithoutAnyWord() {
        assertThat(parse("up", "--http-port", "x", "--help").verb()).isEqualTo(Verb.HELP);
        assertThat(parse("demo", "-h").verb()).isEqualTo(Verb.HELP);
        assertThat(parse().verb()).isEqualTo(Verb.HELP);
    }

    @Test
    void theHelpNamesEveryOption() {
        for (Option option : Option.values()) {
            assertThat(Options.help()).contains("  " + option.flag() + " ");
        }
    }
}
