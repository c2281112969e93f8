package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.hub.commands.CommandWakeIT.Awake;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.UpdateStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Awake.class)
class CommandWakeIT {

    /** The dispatcher runs, and its tick is too long to help. */
    public static class Awake extends LedgerProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("fleet.commands.dispatching", "true");
            config.put("fleet.commands.tick", "PT1H");
            return config;
        }
    }

    @Inject
    LedgerFixture fleet;

    @Test
    void a_commit_a_result_and_a_birth_each_wake_the_dispatcher_at_once() {
        NodeId node = fleet.nodeOnline();
        CommandId first = fleet.ping(node);
        awaitStatus(first, CommandStatus.SENT);
        CommandId second = fleet.ping(node);

        fleet.says(node, first, 1, UpdateStatus.SUCCEEDED);
        awaitStatus(second, CommandStatus.SENT);

        NodeId away = fleet.newNode();
        CommandId third = fleet.ping(away);
        fleet.born(away, "s1");
        awaitStatus(third, CommandStatus.SENT);
    }

    private void awaitStatus(CommandId command, CommandStatus status) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(fleet.see(command).status()).isEqualTo(status));
    }
}
