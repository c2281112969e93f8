package io.fleethub.hub.telemetry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Jobs run only when a test runs them, and marks are due at once. */
public class TelemetryProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.scheduler.start-mode", "halted", "fleet.telemetry.rollup-settle", "PT0S");
    }
}
