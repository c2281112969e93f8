package io.fleethub.hub.nodes.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceConfigTest {

    @Test
    void hasTheDefaultsOfTheContract() {
        PresenceConfig config = bind(Map.of());

        assertThat(config.lateAfter()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.offlineAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.presenceTick()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.presenceHistory()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void readsWhatIsSet() {
        PresenceConfig config = bind(Map.of("fleet.nodes.late-after", "PT9S", "fleet.nodes.offline-after", "PT20S"));

        assertThat(SilenceRules.of(config)).isEqualTo(new SilenceRules(Duration.ofSeconds(9), Duration.ofSeconds(20)));
    }

    @Test
    void namesTheKeyThatCannotBeRead() {
        assertThatThrownBy(() -> bind(Map.of("fleet.nodes.late-after", "soon")))
                .hasMessageContaining("fleet.nodes.late-after");
    }

    private static PresenceConfig bind(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(PresenceConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(PresenceConfig.class);
    }
}
