package io.fleethub.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.SeenService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class NodeMetricsTest {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_][a-z0-9_]*)(\\{([a-z_]+=\"(\\\\.|[^\"\\\\])*\",?)+})? -?[0-9.]+(E-?[0-9]+)?");

    @TempDir
    Path folder;

    private LocalRig rig;

    @BeforeEach
    void aNodeWithEverything() throws Exception {
        rig = new LocalRig(folder);
        rig.services(LocalRig.service("energy", RunState.RUNNING), new SeenService("gone", null, null, 0));
        rig.keep(Instant.now(), Map.of("cpu.percent", 1.5));
        rig.apps()
                .post("{\"energy.cost.eur\": 3.25, \"energy.on\": true, \"energy.mode\": \"eco\"}"
                        .getBytes(StandardCharsets.UTF_8));
        rig.budget(new BudgetView(1 << 20, 500, false, true));
        rig.errors().add("PROBE_FAILED", "sensor");
        rig.clock().hubSaid(Instant.now());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsOfTheMachineTheAgentItsServicesAndItsApplications() {
        assertThat(text())
                .contains("fleet_host_cpu_seconds_total{mode=\"busy\"} ")
                .contains("fleet_host_memory_size_bytes ")
                .contains("fleet_host_disk_free_bytes ")
                .contains("fleet_host_load_1m ")
                .contains("fleet_host_uptime_seconds ")
                .contains("fleet_agent_info{node=\"pi-1\",version=\"1.2.3\"} 1\n")
                .contains("fleet_agent_connected 1\n")
                .contains("fleet_agent_connection_state{state=\"READY\"} 1\n")
                .contains("fleet_agent_hub_silent_seconds ")
                .contains("fleet_agent_outbox_waiting_reports 1\n")
                .contains("fleet_agent_errors_last_hour 1\n")
                .contains("fleet_agent_budget_limit_bytes 1048576\n")
                .contains("fleet_agent_budget_used_bytes 500\n")
                .contains("fleet_agent_link_metered 1\n")
                .contains("fleet_service_state{service=\"energy\",state=\"RUNNING\"} 1\n")
                .contains("fleet_service_state{service=\"energy\",state=\"FAILED\"} 0\n")
                .contains("fleet_service_restarts_total{service=\"energy\"} 2\n")
                .contains("fleet_service_cpu_seconds_total{service=\"energy\"} 1.5\n")
                .contains("fleet_service_memory_bytes{service=\"energy\"} 1048576\n")
                .contains("fleet_app_value{name=\"energy.cost.eur\"} 3.25\n")
                .contains("fleet_app_value{name=\"energy.on\"} 1\n")
                .doesNotContain("gone", "energy.mode", LocalRig.SECRET);
    }

    @Test
    void eachFamilyStandsTogetherBelowItsHelpAndType() {
        Set<String> seen = new HashSet<>();
        String family = "";
        String typed = "";
        for (String line : text().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ")[2];
                assertThat(seen.add(family)).as(family + " is there once").isTrue();
                assertThat(line).endsWith(".");
            } else if (line.startsWith("# TYPE ")) {
                typed = line.split(" ")[2];
                assertThat(typed).isEqualTo(family);
                assertThat(line.endsWith(" counter")).as(line).isEqualTo(family.endsWith("_total"));
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(typed);
            }
        }
        assertThat(seen).hasSizeGreaterThan(25);
    }

    @Test
    void labelsAreEscaped() {
        String text =
                new PrometheusText().gauge("a", "Help.", 1, "l", "x\"y\\z\n").toString();

        assertThat(text).endsWith("a{l=\"x\\\"y\\\\z\\n\"} 1\n");
    }

    @Test
    @EnabledIf("promtoolIsThere")
    void promtoolHasNothingToSay() throws Exception {
        Path metrics = Files.writeString(folder.resolve("metrics"), text());

        Process check = new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
                .redirectInput(metrics.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(check.exitValue()).isZero();
    }

    static boolean promtoolIsThere() {
        return Files.isExecutable(PROMTOOL);
    }

    private String text() {
        return new NodeMetrics(rig.sources()).text();
    }
}
