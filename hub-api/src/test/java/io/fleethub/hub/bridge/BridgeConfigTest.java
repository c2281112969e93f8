package io.fleethub.hub.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeConfigTest {

    @Test
    void binds_its_keys_and_has_the_documented_defaults() {
        BridgeConfig config = bind(Map.of(
                "fleet.bridge.broker-uri", "mqtts://broker.example:8883", "fleet.bridge.canary-interval", "PT2S"));

        assertThat(config.brokerUri()).contains(URI.create("mqtts://broker.example:8883"));
        assertThat(config.canaryInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.connections()).isEqualTo(4);
        assertThat(config.quarantineRows()).isEqualTo(1000);
        assertThat(config.sessionExpiry()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void the_effective_configuration_is_told_without_the_secret() {
        BridgeConfig config = bind(Map.of("fleet.bridge.secret", "hunter2", "fleet.bridge.connections", "6"));

        assertThat(ConfigText.of(config))
                .contains("connections=6", "secret=***", "brokerUri=empty")
                .doesNotContain("hunter2");
    }

    private static BridgeConfig bind(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BridgeConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 1000))
                .build()
                .getConfigMapping(BridgeConfig.class);
    }
}
