package io.fleethub.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the reference names every key and the default that is in force. */
class ConfigurationPageTest {

    private static final Set<String> ASSEMBLED = Set.of("uri", "caFile", "secret", "broker");

    @Test
    void namesEveryKey() throws IOException {
        String page = page();

        List<String> keys = Stream.of(
                        AgentConfig.class,
                        BrokerConfig.class,
                        OutboxConfig.class,
                        LinkConfig.class,
                        LocalConfig.class,
                        AppMetricsConfig.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(key -> !ASSEMBLED.contains(key))
                .toList();

        assertThat(keys)
                .hasSizeGreaterThan(20)
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        assertThat(page).contains("`brokerUri`", "`brokerCaFile`", "`secretFile`", "`nodeIdFile`");
    }

    @Test
    void saysTheDefaultsOfTheOutbox() throws IOException {
        String page = page();

        assertThat(page)
                .contains("| `maxBytes` | " + OutboxConfig.DEFAULT.maxBytes() + " |")
                .contains("| `batchReports` | " + OutboxConfig.DEFAULT.batchReports() + " |")
                .contains("| `batchBytes` | " + OutboxConfig.DEFAULT.batchBytes() + " |")
                .contains("| `unconfirmedReports` | " + OutboxConfig.DEFAULT.unconfirmedReports() + " |")
                .contains("| `unconfirmedBytes` | " + OutboxConfig.DEFAULT.unconfirmedBytes() + " |")
                .contains("| `resendAfter` | `" + OutboxConfig.DEFAULT.resendAfter() + "` |")
                .contains("| `resendAtMost` | `" + OutboxConfig.DEFAULT.resendAtMost() + "` |")
                .contains("| `askEvery` | `" + OutboxConfig.DEFAULT.askEvery() + "` |")
                .contains("| `firstWindowBytes` | " + OutboxConfig.DEFAULT.firstWindowBytes() + " |")
                .contains("| `memoryBytes` | " + OutboxConfig.DEFAULT.memoryBytes() + " |")
                .contains("| `diskRetry` | `" + OutboxConfig.DEFAULT.diskRetry() + "` |")
                .contains("| `meteredSampleInterval` | `" + LinkConfig.DEFAULT.meteredSampleInterval() + "` |")
                .contains("| `meteredSendInterval` | `" + LinkConfig.DEFAULT.meteredSendInterval() + "` |");
    }

    @Test
    void saysTheDefaultsOfTheLocalPort() throws IOException {
        String page = page();

        assertThat(page)
                .contains("| `address` | `" + LocalConfig.OFF.address() + "` |")
                .contains("| `viewers` | " + LocalConfig.OFF.viewers() + " |")
                .contains("| `maxAge` | `" + AppMetricsConfig.DEFAULT.maxAge() + "` |")
                .contains("| `maxMetrics` | " + AppMetricsConfig.DEFAULT.maxMetrics() + " |")
                .contains("| `maxBytes` | " + AppMetricsConfig.DEFAULT.maxBytes() + " |");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("fleet.root"), "docs/reference/agent-configuration.md"));
    }
}
