package io.fleethub.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleethub.broker.config.ListenerSettings.Kind;
import io.fleethub.broker.testing.Secrets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSettingsTest {

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "FLEET_BROKER_HOME",
            "/var/lib/fleet/broker",
            "FLEET_BROKER_HUB_SECRET",
            Secrets.HUB,
            "FLEET_BROKER_FEED_URL",
            "https://hub.test:8443",
            "FLEET_BROKER_FEED_TOKEN",
            Secrets.FEED_TOKEN));

    @TempDir
    Path folder;

    private BrokerSettings read() throws StartRefusedException {
        return BrokerSettings.from(variables);
    }

    private String refusal() {
        return assertThrows(StartRefusedException.class, this::read).getMessage();
    }

    @Test
    void plainListenerIsOnLoopbackUnlessTold() throws Exception {
        assertThat(read().listeners())
                .containsExactly(new ListenerSettings(Kind.MQTT, "FLEET_BROKER_MQTT_PORT", "127.0.0.1", 1883));
    }

    @Test
    void feedIsTheHubsUnlessAPathIsGiven() throws Exception {
        assertThat(read().feed().address()).isEqualTo(URI.create("https://hub.test:8443/api/v1/broker/credentials"));
        variables.put("FLEET_BROKER_FEED_URL", "http://127.0.0.1:1/other/feed");
        assertThat(read().feed().address()).isEqualTo(URI.create("http://127.0.0.1:1/other/feed"));
        assertThat(read().feed().hold()).isEqualTo(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FLEET_BROKER_HOME",
                "FLEET_BROKER_HUB_SECRET",
                "FLEET_BROKER_FEED_URL",
                "FLEET_BROKER_FEED_TOKEN"
            })
    void missingVariableIsNamed(String name) {
        variables.remove(name);

        assertThat(refusal()).contains(name).endsWith("must be set");
    }

    @ParameterizedTest
    @CsvSource({
        "FLEET_BROKER_MQTT_PORT, 70000",
        "FLEET_BROKER_MQTT_PORT, -1",
        "FLEET_BROKER_MQTT_PORT, mqtt",
        "FLEET_BROKER_MQTTS_PORT, 8883",
        "FLEET_BROKER_WSS_PORT, 8884",
        "FLEET_BROKER_FEED_URL, hub.test",
        "FLEET_BROKER_FEED_URL, ftp://hub.test",
        "FLEET_BROKER_FEED_WAIT, 25s",
        "FLEET_BROKER_FEED_WAIT, PT0S",
        "FLEET_BROKER_LIMIT_NODE_MESSAGES_PER_SECOND, 0",
        "FLEET_BROKER_LIMIT_TENANT_BYTES_PER_MINUTE, 1 MiB",
        "FLEET_BROKER_LIMIT_LONGEST_DELAY, 2",
        "FLEET_BROKER_HUB_SECRET, tooshort",
        "FLEET_BROKER_HUB_SECRET_FILE, /does/not/exist",
        "FLEET_BROKER_TLS_KEY_FILE, /does/not/exist",
        "FLEET_BROKER_CONFIG_FILE, /does/not/exist"
    })
    void wrongValueNamesItsVariable(String name, String value) {
        variables.put(name, value);

        assertThat(refusal())
                .startsWith(name.replace("_SECRET_FILE", "_SECRET"))
                .doesNotContain("tooshort");
    }

    @Test
    void limitsAreWhatTheVariablesSay() throws Exception {
        variables.put("FLEET_BROKER_LIMIT_NODE_MESSAGES_PER_SECOND", "7");
        variables.put("FLEET_BROKER_LIMIT_BURST", "PT1S");

        assertThat(read().limits())
                .isEqualTo(new LimitSettings(
                        7,
                        128L << 20,
                        50_000,
                        8_192L << 20,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        new LimitSettings.Waiting(2_000, 64L << 20)));
    }

    @Test
    void certificateAndKeyGoTogether() throws Exception {
        Path certificate = Files.createFile(folder.resolve("broker.crt"));
        variables.put("FLEET_BROKER_TLS_CERTIFICATE_FILE", certificate.toString());

        assertThat(refusal())
                .isEqualTo("FLEET_BROKER_TLS_CERTIFICATE_FILE and FLEET_BROKER_TLS_KEY_FILE: must be set together");
    }

    @Test
    void secretIsTakenFromItsFileFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "a".repeat(64) + "\n");
        variables.put("FLEET_BROKER_HUB_SECRET_FILE", file.toString());

        assertThat(read().hubSecret()).isEqualTo("a".repeat(64));
    }

    @Test
    void settingsPrintNoSecret() throws Exception {
        assertThat(read().toString()).doesNotContain(Secrets.HUB).doesNotContain(Secrets.FEED_TOKEN);
    }
}
