package io.fleethub.hub.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code, HELP texts and docs/reference/metrics.md name the same metrics of the hub. */
class MetricHelpTest {

    private static final Path ROOT = Path.of(System.getProperty("fleet.root"));
    private static final Pattern COUNTED =
            Pattern.compile("\\.(?:counter|gauge|timer|summary)\\(\\s*\"(fleet_[a-z0-9_]+)\"");
    private static final Pattern ON_THE_PAGE = Pattern.compile("`(fleet_[a-z0-9_]+?)(?:_total)?`");

    private static Set<String> namesIn(String text, Pattern pattern) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text).results().map(match -> match.group(1)).forEach(names::add);
        return names;
    }

    @Test
    void everyMetricThatIsCountedHasAHelpTextAndNoOther() throws IOException {
        Set<String> counted = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("hub-api/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                counted.addAll(namesIn(Files.readString(file), COUNTED));
            }
        }

        assertThat(MetricHelp.TEXTS.keySet()).isEqualTo(counted);
    }

    @Test
    void everyMetricIsOnTheReferencePage() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/reference/metrics.md"));

        assertThat(namesIn(page, ON_THE_PAGE)).containsAll(MetricHelp.TEXTS.keySet());
    }

    @Test
    void aMeterGetsItsHelpTextAndKeepsItsTags() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new MetricHelp());

        registry.counter("fleet_bridge_received", "channel", "LOGS").increment();
        registry.counter("another");

        Meter.Id id = registry.get("fleet_bridge_received").counter().getId();
        assertThat(id.getDescription()).isEqualTo("Messages of nodes that arrived, by channel");
        assertThat(id.getTag("channel")).isEqualTo("LOGS");
        assertThat(registry.get("another").counter().getId().getDescription()).isNull();
    }
}
