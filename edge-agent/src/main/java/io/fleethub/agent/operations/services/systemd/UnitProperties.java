package io.fleethub.agent.operations.services.systemd;

import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.ServiceStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code systemctl show} prints: one {@code Name=value} a line. */
final class UnitProperties {

    static final List<String> ASKED = List.of(
            "LoadState",
            "ActiveState",
            "SubState",
            "MainPID",
            "NRestarts",
            "MemoryCurrent",
            "CPUUsageNSec",
            "StateChangeTimestampMonotonic");

    private final Map<String, String> values = new HashMap<>();

    UnitProperties(String shown) {
        shown.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        });
    }

    /** Whether systemd knows such a unit. */
    boolean loaded() {
        return "loaded".equals(values.get("LoadState"));
    }

    /** @param monotonicMicros the clock of systemd's monotonic time stamps, now */
    ServiceStatus status(Clock clock, long monotonicMicros) {
        Long pid = positive("MainPID");
        Long restarts = positive("NRestarts");
        return new ServiceStatus(
                state(pid),
                pid,
                since(clock, monotonicMicros),
                restarts == null ? 0 : restarts,
                positive("MemoryCurrent"),
                positive("CPUUsageNSec"));
    }

    private RunState state(@Nullable Long pid) {
        return switch (values.getOrDefault("ActiveState", "")) {
            case "active", "reloading" -> RunState.RUNNING;
            case "failed" -> RunState.FAILED;
            // "activating" is also what systemd calls the pause before it starts a crashed unit again.
            case "activating" -> "auto-restart".equals(values.get("SubState")) ? RunState.FAILED : whilePid(pid);
            case "deactivating" -> whilePid(pid);
            default -> RunState.STOPPED;
        };
    }

    private static RunState whilePid(@Nullable Long pid) {
        return pid == null ? RunState.STOPPED : RunState.RUNNING;
    }

    private @Nullable Instant since(Clock clock, long monotonicMicros) {
        Long changed = positive("StateChangeTimestampMonotonic");
        return changed == null ? null : clock.instant().minusNanos((monotonicMicros - changed) * 1000);
    }

    /** A number above zero; systemd writes {@code [not set]}, 0 or the greatest unsigned number for "none". */
    private @Nullable Long positive(String property) {
        try {
            long number = Long.parseLong(values.getOrDefault(property, ""));
            return number > 0 ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
