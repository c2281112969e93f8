package io.fleethub.hub.commands;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The ledger alone: no job and no dispatcher runs unless a test calls it, and the test speaks for the broker. */
public class LedgerProfile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(RecordingPublisher.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "fleet.commands.dispatching", "false",
                "quarkus.scheduler.start-mode", "halted",
                "fleet.commands.waiting-per-node", "5");
    }
}
