package io.fleethub.agent.telemetry;

import io.fleethub.agent.telemetry.HostReading.CpuTicks;
import io.fleethub.agent.telemetry.HostReading.Disk;
import io.fleethub.agent.telemetry.HostReading.Memory;
import io.fleethub.agent.telemetry.HostReading.Traffic;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads CPU, memory, disk, temperature, load and network of a Linux machine from /proc and /sys. Stateless. */
public final class HostReader {

    private final Path root;
    private final Path disk;

    /**
     * @param root the root of the file system; a test's folder in tests
     * @param disk a folder on the disk that must not fill up: the agent's data directory
     */
    public HostReader(Path root, Path disk) {
        this.root = root;
        this.disk = disk;
    }

    public HostReading read() {
        OptionalDouble celsius = temperature();
        return new HostReading(
                cpu(), memory(), disk(), celsius.isPresent() ? celsius.getAsDouble() : null, load(), traffic());
    }

    /** proc(5), /proc/stat: user nice system idle iowait irq softirq steal …; guest time is already in user. */
    @Nullable CpuTicks cpu() {
        for (String line : lines("proc/stat")) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.trim().split("\\s+");
                long total = 0;
                for (int i = 1; i < Math.min(fields.length, 9); i++) {
                    total += Long.parseLong(fields[i]);
                }
                long idle = Long.parseLong(fields[4]) + (fields.length > 5 ? Long.parseLong(fields[5]) : 0);
                return new CpuTicks(total - idle, total);
            }
        }
        return null;
    }

    private @Nullable Memory memory() {
        Map<String, Long> kilobytes = new HashMap<>();
        for (String line : lines("proc/meminfo")) {
            String[] fields = line.split("[:\\s]+");
            if (fields.length >= 2 && fields[1].chars().allMatch(Character::isDigit)) {
                kilobytes.put(fields[0], Long.parseLong(fields[1]));
            }
        }
        Long total = kilobytes.get("MemTotal");
        Long available = kilobytes.get("MemAvailable");
        return total == null || available == null || total <= 0
                ? null
                : new Memory((total - available) * 1024, total * 1024);
    }

    private @Nullable Disk disk() {
        try {
            FileStore store = Files.getFileStore(disk);
            long total = store.getTotalSpace();
            return total <= 0 ? null : new Disk(store.getUsableSpace(), total - store.getUnallocatedSpace());
        } catch (IOException e) {
            return null; // the disk is gone; the rest says that the node is not
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

    private @Nullable Double load() {
        return firstLine(root.resolve("proc/loadavg"))
                .map(line -> Double.valueOf(line.split(" ", 2)[0]))
                .orElse(null);
    }

    private @Nullable Traffic traffic() {
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
        return outward.isEmpty() ? null : new Traffic(received, sent);
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
