package io.fleethub.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The machine at one moment, as the kernel counts it; what cannot be read is null. Immutable.
 *
 * @param celsius of the hottest sensor of the CPU, or of all when none says that it is the CPU's
 * @param load1m runnable processes, averaged over a minute
 */
public record HostReading(
        @Nullable CpuTicks cpu,
        @Nullable Memory memory,
        @Nullable Disk disk,
        @Nullable Double celsius,
        @Nullable Double load1m,
        @Nullable Traffic traffic) {

    /** Of all cores since boot, in clock ticks: hundredths of a second. */
    public record CpuTicks(long busy, long total) {}

    /** @param usedBytes without what the kernel can give back */
    public record Memory(long usedBytes, long totalBytes) {

        public double usedShare() {
            return (double) usedBytes / totalBytes;
        }
    }

    /** As df counts it: what is reserved for root is neither used nor free. */
    public record Disk(long freeBytes, long usedBytes) {

        public double usedShare() {
            return (double) usedBytes / Math.max(1, usedBytes + freeBytes);
        }
    }

    /** Bytes since boot of all interfaces that lead out of the machine. */
    public record Traffic(long receivedBytes, long sentBytes) {}
}
