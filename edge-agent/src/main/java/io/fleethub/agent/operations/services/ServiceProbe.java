package io.fleethub.agent.operations.services;

import io.fleethub.agent.telemetry.HostProbe;
import java.util.LinkedHashMap;
import java.util.Map;

/** The services of the list in the node's telemetry, as they were at the last look. Stateless. */
public final class ServiceProbe implements HostProbe {

    private final Services services;

    public ServiceProbe(Services services) {
        this.services = services;
    }

    @Override
    public Map<String, Object> sample() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (SeenService seen : services.lastSeen()) {
            ServiceStatus status = seen.status();
            if (status != null) {
                put(metrics, "service." + seen.name() + ".", status, seen);
            }
        }
        return metrics;
    }

    private static void put(Map<String, Object> metrics, String prefix, ServiceStatus status, SeenService seen) {
        metrics.put(prefix + "state", status.state().name());
        metrics.put(prefix + "restarts", status.restarts());
        if (seen.cpuPercent() != null) {
            metrics.put(prefix + "cpu.percent", seen.cpuPercent());
        }
        if (status.memoryBytes() != null) {
            metrics.put(prefix + "mem.used.bytes", status.memoryBytes());
        }
    }
}
