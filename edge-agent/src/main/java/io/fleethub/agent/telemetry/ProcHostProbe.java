package io.fleethub.agent.telemetry;

import io.fleethub.agent.telemetry.HostReading.CpuTicks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The well-known metrics of the machine. Confined to the sampler's thread: CPU is measured between two samples. */
public final class ProcHostProbe implements HostProbe {

    private static final double PERCENT = 100.0;

    private final HostReader reader;
    private @Nullable CpuTicks lastCpu;

    /**
     * @param root the root of the file system; a test's folder in tests
     * @param disk a folder on the disk that must not fill up: the agent's data directory
     */
    public ProcHostProbe(Path root, Path disk) {
        this(new HostReader(root, disk));
    }

    public ProcHostProbe(HostReader reader) {
        this.reader = reader;
        this.lastCpu = reader.cpu();
    }

    @Override
    public Map<String, Object> sample() {
        HostReading now = reader.read();
        Map<String, Object> metrics = new LinkedHashMap<>();
        cpu(now.cpu(), metrics);
        if (now.memory() != null) {
            metrics.put("mem.percent", rounded(PERCENT * now.memory().usedShare()));
            metrics.put("mem.used.bytes", now.memory().usedBytes());
        }
        if (now.disk() != null) {
            metrics.put("disk.free.bytes", now.disk().freeBytes());
            metrics.put("disk.percent", rounded(PERCENT * now.disk().usedShare()));
        }
        if (now.celsius() != null) {
            metrics.put("temp.celsius", rounded(now.celsius()));
        }
        if (now.load1m() != null) {
            metrics.put("load.1m", now.load1m());
        }
        if (now.traffic() != null) {
            metrics.put("net.rx.bytes", now.traffic().receivedBytes());
            metrics.put("net.tx.bytes", now.traffic().sentBytes());
        }
        return metrics;
    }

    private void cpu(@Nullable CpuTicks now, Map<String, Object> metrics) {
        CpuTicks before = lastCpu;
        lastCpu = now;
        if (before != null && now != null && now.total() > before.total()) {
            double share = (double) (now.busy() - before.busy()) / (now.total() - before.total());
            metrics.put("cpu.percent", rounded(PERCENT * Math.max(0, Math.min(1, share))));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
