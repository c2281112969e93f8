package io.fleethub.bench.machine;

import io.fleethub.bench.Numbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a durable write of 8 kB costs: by {@code pg_test_fsync} where it is installed, else by writes of our own. */
final class FsyncProbe {

    private static final Pattern FDATASYNC = Pattern.compile("fdatasync\\s+[0-9.]+ ops/sec\\s+([0-9]+) usecs/op");
    private static final int PAGE = 8_192;
    private static final Duration PROBE = Duration.ofSeconds(2);

    private FsyncProbe() {}

    static String line(Path folder) {
        Path file =
                folder.resolve("fleet-bench-fsync-" + ProcessHandle.current().pid());
        try {
            String said = Tool.output(folder, List.of("pg_test_fsync", "-s", "1", "-f", file.toString()));
            Matcher matcher = FDATASYNC.matcher(said);
            if (matcher.find()) {
                return "pg_test_fsync: fdatasync of 8 kB " + matcher.group(1) + " us";
            }
            return "fdatasync of 8 kB (own probe, median; pg_test_fsync is not installed): "
                    + Numbers.shortly(own(file)) + " us";
        } catch (IOException e) {
            return "fdatasync could not be measured: " + e.getMessage();
        } finally {
            file.toFile().delete();
        }
    }

    private static double own(Path file) throws IOException {
        List<Double> micros = new ArrayList<>();
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + PROBE.toNanos();
            while (System.nanoTime() < end) {
                page.clear();
                long begin = System.nanoTime();
                channel.write(page, 0);
                channel.force(false);
                micros.add((System.nanoTime() - begin) / 1e3);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return Numbers.median(micros);
    }
}
