package io.fleethub.agent.operations.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanEnvironmentTest {

    @Test
    void aChildSeesNothingOfTheAgentsOwnSettings() {
        Map<String, String> environment =
                new HashMap<>(Map.of("FLEET_NODE_SECRET", "secret", "FLEET_X", "y", "PATH", "/bin", "MY_FLEET_", "z"));

        CleanEnvironment.apply(environment);

        assertThat(environment).containsOnlyKeys("PATH", "MY_FLEET_");
    }
}
