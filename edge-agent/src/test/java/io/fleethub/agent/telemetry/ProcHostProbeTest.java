package io.fleethub.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcHostProbeTest {

    @TempDir
    Path root;

    @Test
    void measuresCpuBetweenTwoSamples() throws IOException {
        write("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\n");
        ProcHostProbe probe = new ProcHostProbe(root, root);
        // of 200 more ticks 50 were idle or waiting for a disk
        write("proc/stat", "cpu  200 0 150 720 130 0 0 0 40 0\ncpu0 1 1 1 1\n");

        Map<String, Object> metrics = probe.sample();

        assertThat(metrics).containsEntry("cpu.percent", 75.0);
    }

    @Test
    void countsAsUsedMemoryWhatIsNotAvailable() throws IOException {
        write("proc/meminfo", "MemTotal:        1000 kB\nMemFree:  10 kB\nMemAvailable:     250 kB\n");

        assertThat(sample()).containsEntry("mem.percent", 75.0).containsEntry("mem.used.bytes", 750L * 1024);
    }

    @Test
    void takesTheHottestSensorOfTheCpu() throws IOException {
        write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
        write("sys/class/thermal/thermal_zone0/temp", "90000\n");
        write("sys/class/thermal/thermal_zone1/type", "cpu-thermal\n");
        write("sys/class/thermal/thermal_zone1/temp", "48312\n");
        write("sys/class/thermal/thermal_zone2/type", "cpu-thermal\n");
        write("sys/class/thermal/thermal_zone2/temp", "broken\n");

        assertThat(sample()).containsEntry("temp.celsius", 48.3);
    }

    @Test
    void addsUpTheInterfacesThatLeadOutOfTheMachine() throws IOException {
        for (String device : new String[] {"lo", "eth0", "wlan0", "docker0", "veth1"}) {
            Files.createDirectories(root.resolve("sys/class/net").resolve(device));
        }
        write("proc/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo: 9999 1 0 0 0 0 0 0 9999 1 0 0 0 0 0 0
                  eth0:1000 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0
                 wlan0: 30 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0
                 veth1: 5000 1 0 0 0 0 0 0 5000 1 0 0 0 0 0 0
                """);

        assertThat(sample()).containsEntry("net.rx.bytes", 1030L).containsEntry("net.tx.bytes", 204L);
    }

    @Test
    void leavesOutWhatTheMachineDoesNotHave() {
        assertThat(sample()).containsOnlyKeys("disk.free.bytes", "disk.percent");
    }

    @Test
    void measuresThisMachine() {
        ProcHostProbe probe = new ProcHostProbe(Path.of("/"), root);

        Map<String, Object> metrics = probe.sample();

        assertThat(metrics).containsKeys("mem.percent", "mem.used.bytes", "disk.free.bytes", "disk.percent", "load.1m");
        assertThat(metrics.get("mem.percent"))
                .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                .isBetween(0.1, 100.0);
        assertThat(metrics.get("disk.free.bytes"))
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isPositive();
    }

    private Map<String, Object> sample() {
        return new ProcHostProbe(root, root).sample();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
