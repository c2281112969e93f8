package io.fleethub.agent.telemetry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * CPU, memory, disk, temperature, load and network of a Linux machine, from /proc and /sys. Confined to the sampler's
 * thread: CPU and network are measured between two samples.
 */
public final class ProcHostProbe implements HostProbe {

    private static final double PERCENT = 100.0;

    private final Path root;
    private final Path disk;
    private @Nullable CpuTimes lastCpu;

    /**
     * @param root the root of the file system; a test's folder in tests
     * @param disk a folder on the disk that must not fill up: the agent's data directory
     */
    public ProcHostProbe(Path root, Path disk) {
        this.root = root;
        this.disk = disk;
        this.lastCpu = cpuTimes().orElse(null);
    }

    @Override
    public Map<String, Object> sample() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        cpu(metrics);
        memory(metrics);
        disk(metrics);
        temperature().ifPresent(celsius -> metrics.put("temp.celsius", rounded(celsius)));
        load(metrics);
        network(metrics);
        return metrics;
    }

    private record CpuTimes(long busy, long total) {}

    private void cpu(Map<String, Object> metrics) {
        CpuTimes before = lastCpu;
        CpuTimes now = cpuTimes().orElse(null);
        lastCpu = now;
        if (before != null && now != null && now.total() > before.total()) {
            double share = (double) (now.busy() - before.busy()) / (now.total() - before.total());
            metrics.put("cpu.percent", rounded(PERCENT * Math.max(0, Math.min(1, share))));
        }
    }

    /** proc(5), /proc/stat: user nice system idle iowait irq softirq steal …; guest time is already in user. */
    private Optional<CpuTimes> cpuTimes() {
        return lines("proc/stat").stream()
                .filter(line -> line.startsWith("cpu "))
                .findFirst()
                .map(line -> {
                    String[] fields = line.trim().split("\\s+");
                    long total = 0;
                    for (int i = 1; i < Math.min(fields.length, 9); i++) {
                        total += Long.parseLong(fields[i]);
                    }
                    long idle = Long.parseLong(fields[4]) + (fields.length > 5 ? Long.parseLong(fields[5]) : 0);
                    return new CpuTimes(total - idle, total);
                });
    }

    private void memory(Map<String, Object> metrics) {
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        for (String line : lines("proc/meminfo")) {
            String[] fields = line.split("[:\\s]+");
            if (fields.length >= 2 && fields[1].chars().allMatch(Character::isDigit)) {
                kilobytes.put(fields[0], Long.parseLong(fields[1]));
            }
        }
        Long total = kilobytes.get("MemTotal");
        Long available = kilobytes.get("MemAvailable");
        if (total != null && available != null && total > 0) {
            long used = total - available;
            metrics.put("mem.percent", rounded(PERCENT * used / total));
            metrics.put("mem.used.bytes", used * 1024);
        }
    }

    private void disk(Map<String, Object> metrics) {
        try {
            FileStore store = Files.getFileStore(disk);
            long total = store.getTotalSpace();
            long free = store.getUsableSpace();
            metrics.put("disk.free.bytes", free);
            if (total > 0) {
                // as df counts it: what is reserved for root is neither used nor free
                long used = total - store.getUnallocatedSpace();
                metrics.put("disk.percent", rounded(PERCENT * used / Math.max(1, used + free)));
            }
        } catch (IOException e) {
            return; // the disk is gone; the rest of the report says that the node is not
        }
    }

    /** The hottest of the CPU's sensors, or of all when none says that it is the CPU's. */
    private OptionalDouble temperature() {
        Path zones = root.resolve("sys/class/thermal");
        OptionalDouble cpu = OptionalDouble.empty();
        OptionalDouble any = OptionalDouble.empty();
        for (Path zone : entries(zones, "thermal_zone*")) {
            OptionalDouble celsius = number(zone.resolve("temp"));
            if (celsius.isEmpty()) {
                continue;
            }
            double value = celsius.getAsDouble() / 1000;
            any = OptionalDouble.of(Math.max(value, any.orElse(value)));
            String type = firstLine(zone.resolve("type")).orElse("");
            if (type.contains("cpu") || type.contains("pkg") || type.contains("soc")) {
                cpu = OptionalDouble.of(Math.max(value, cpu.orElse(value)));
            }
        }
        return cpu.isPresent() ? cpu : any;
    }

    private void load(Map<String, Object> metrics) {
        firstLine(root.resolve("proc/loadavg"))
                .ifPresent(line -> metrics.put("load.1m", Double.parseDouble(line.split(" ", 2)[0])));
    }

    /** Bytes since boot of all interfaces that lead out of the machine. */
    private void network(Map<String, Object> metrics) {
        Set<String> outward = new TreeSet<>();
        for (Path device : entries(root.resolve("sys/class/net"), "*")) {
            String name = device.getFileName().toString();
            boolean inward =
                    name.equals("lo") || name.startsWith("veth") || name.startsWith("docker") || name.startsWith("br-");
            if (!inward) {
                outward.add(name);
            }
        }
        long received = 0;
        long sent = 0;
        for (String line : lines("proc/net/dev")) {
            int colon = line.indexOf(':');
            if (colon > 0 && outward.contains(line.substring(0, colon).trim())) {
                String[] fields = line.substring(colon + 1).trim().split("\\s+");
                received += Long.parseLong(fields[0]);
                sent += Long.parseLong(fields[8]);
            }
        }
        if (!outward.isEmpty()) {
            metrics.put("net.rx.bytes", received);
            metrics.put("net.tx.bytes", sent);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalDouble number(Path file) {
        try {
            return firstLine(file).stream().mapToDouble(Double::parseDouble).findFirst();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static List<Path> entries(Path directory, String glob) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            List<Path> entries = new ArrayList<>();
            stream.forEach(entries::add);
            return entries;
        } catch (IOException e) {
            return List.of();
        }
    }
}
