package io.fleethub.agent.operations.services;

import org.jspecify.annotations.Nullable;

/**
 * A service at one look, and what it used since the look before.
 *
 * @param status null when it could not be looked at
 * @param cpuPercent of all cores; null at the first look, and when its processes are others than before
 */
public record SeenService(
        String name,
        @Nullable ServiceStatus status,
        @Nullable Double cpuPercent,
        long seenNanos) {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    static SeenService of(String name, @Nullable ServiceStatus status, @Nullable SeenService before, long nanos) {
        return new SeenService(name, status, before == null ? null : share(status, before, nanos), nanos);
    }

    private static @Nullable Double share(@Nullable ServiceStatus now, SeenService before, long nanos) {
        ServiceStatus then = before.status();
        if (now == null || then == null || now.cpuNanos() == null || then.cpuNanos() == null) {
            return null;
        }
        long used = now.cpuNanos() - then.cpuNanos();
        long passed = nanos - before.seenNanos();
        if (used < 0 || passed <= 0) {
            return null;
        }
        // ticks are coarse: over a short time they can add up to more than there was
        return Math.min(100.0, Math.round(1000.0 * used / passed / CORES) / 10.0);
    }
}
