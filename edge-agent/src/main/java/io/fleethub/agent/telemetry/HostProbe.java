package io.fleethub.agent.telemetry;

import java.util.Map;

/** Something that can be measured now. Asked by one thread only; must answer within milliseconds. */
@FunctionalInterface
public interface HostProbe {

    /** Metrics by name: numbers, booleans or short texts. What cannot be read is left out. */
    Map<String, Object> sample();
}
