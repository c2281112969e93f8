package io.fleethub.hub.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodesConfigTest {

    @Test
    void every_key_has_the_default_that_is_documented() {
        NodesConfig config = bind(Map.of());

        assertThat(config.feedToken()).isEmpty();
        assertThat(config.feedTokenFile()).isEmpty();
        assertThat(config.feedMaxWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.feedMaxWaiters()).isEqualTo(32);
        assertThat(config.feedHistory()).isEqualTo(Duration.ofDays(7));
        assertThat(config.maxOverlap()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void every_key_binds() {
        NodesConfig config = bind(Map.of(
                "fleet.nodes.feed-token", "t",
                "fleet.nodes.feed-token-file", "/run/token",
                "fleet.nodes.feed-max-wait", "PT5S",
                "fleet.nodes.feed-max-waiters", "2",
                "fleet.nodes.feed-history", "P1D",
                "fleet.nodes.max-overlap", "PT1H"));

        assertThat(config.feedToken()).contains("t");
        assertThat(config.feedTokenFile()).contains(Path.of("/run/token"));
        assertThat(config.feedMaxWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.feedMaxWaiters()).isEqualTo(2);
        assertThat(config.feedHistory()).isEqualTo(Duration.ofDays(1));
        assertThat(config.maxOverlap()).isEqualTo(Duration.ofHours(1));
    }

    private static NodesConfig bind(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(NodesConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(NodesConfig.class);
    }
}
