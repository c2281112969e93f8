package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** REST to a real process and back: what an operator does on the first day. */
@ExtendWith(DemoFleet.class)
class CommandPathIT {

    private Rest admin;
    private String nodeId;
    private String service;

    @BeforeEach
    void pickANode(Fleet fleet) {
        admin = fleet.admin();
        nodeId = fleet.nodeIds().get(0);
        Awaitility.await()
                .untilAsserted(() -> assertThat(admin.presence(nodeId)).isEqualTo("ONLINE"));
        service = admin.get("nodes/" + nodeId).body().at("/services/0/service").asText();
    }

    @Test
    void aRestartChangesTheProcessAndSaysSo() {
        long before = servicePid();

        JsonNode restart = admin.command(nodeId, "RESTART", Map.of("service", service));

        assertThat(restart.get("status").asText()).as(restart.toString()).isEqualTo("SUCCEEDED");
        assertThat(restart.at("/result/pidBefore").asLong()).isEqualTo(before);
        assertThat(servicePid())
                .isEqualTo(restart.at("/result/pidAfter").asLong())
                .isNotEqualTo(before);
        assertThat(ProcessHandle.of(before).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(ProcessHandle.of(servicePid()).filter(ProcessHandle::isAlive))
                .isPresent();
    }

    @Test
    void theHistoryNamesEveryStepFromQueuedToTheEnd() {
        JsonNode ping = admin.command(nodeId, "PING", Map.of());

        List<String> steps = new ArrayList<>();
        ping.get("history").forEach(change -> steps.add(change.get("to").asText()));
        assertThat(ping.at("/history/0/from").isNull()).isTrue();
        assertThat(steps).startsWith("QUEUED").endsWith("SUCCEEDED").doesNotHaveDuplicates();
        assertThat(ping.at("/result/at").asText()).isNotEmpty();
    }

    @Test
    void logsOfADeclaredSourceComeBackWhole() {
        JsonNode fetch = admin.command(nodeId, "FETCH_LOGS", Map.of("source", service, "lines", 5));

        assertThat(fetch.get("status").asText()).as(fetch.toString()).isEqualTo("SUCCEEDED");
        String commandId = fetch.get("commandId").asText();
        String text =
                admin.get("nodes/" + nodeId + "/logs/" + commandId).expect(200).text();
        assertThat(text.lines().count())
                .isEqualTo(fetch.at("/result/lines").asLong())
                .isBetween(1L, 5L);
    }

    @Test
    void aServiceThatIsNotOnTheListIsRefusedAtOnceWithTheField() {
        Rest.Answer answer = admin.post(
                "nodes/" + nodeId + "/commands",
                Map.of("operation", "RESTART", "parameters", Map.of("service", "sshd")));

        answer.expect(422);
        assertThat(answer.body().at("/errors/0/field").asText()).contains("service");
    }

    @Test
    void aKilledAgentComesBackAndTakesCommandsAgain(Fleet fleet) {
        long pid = fleet.ready().at("/nodes/0/pid").asLong();

        Fleet.signal("KILL", pid);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(fleet.ready().at("/nodes/0/pid").asLong()).isNotEqualTo(pid));
        JsonNode ping = admin.command(nodeId, "PING", Map.of());
        assertThat(ping.get("status").asText()).isEqualTo("SUCCEEDED");
    }

    private long servicePid() {
        JsonNode status = admin.command(nodeId, "SERVICE_STATUS", Map.of("service", service));
        assertThat(status.get("status").asText()).as(status.toString()).isEqualTo("SUCCEEDED");
        return status.at("/result/services/0/pid").asLong();
    }
}
