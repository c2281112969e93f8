package io.fleethub.agent.operations.tool;

import java.util.Map;

/** Takes the agent's own settings, its secret among them, out of the environment that a child would inherit. */
public final class CleanEnvironment {

    private static final String OWN_PREFIX = "FLEET_";

    private CleanEnvironment() {}

    public static void apply(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith(OWN_PREFIX));
    }
}
