package io.fleethub.standalone.process;

import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The process ids of the children, one file each, so that the next launcher can end what a killed one left behind. A
 * record names its process by id and {@link ProcessMark}: a stranger that was given the same id is left alone.
 */
public final class RunRecords {
    private static final String SUFFIX = ".pid";

    private final Path folder;

    public RunRecords(Path folder) {
        this.folder = folder;
    }

    void put(ChildSpec spec, long pid) {
        String mark = ProcessMark.of(pid).orElse("gone");
        try {
            PrivateFiles.write(file(spec.name()), pid + " " + mark + " " + spec.stopSignal() + "\n");
        } catch (IOException e) {
            throw new LaunchException("the process id of " + spec.name() + " cannot be kept: " + e.getMessage(), e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new LaunchException("the record " + file(name) + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Ends every recorded process that is still there, and says so. */
    public void endLeftovers(Duration grace, Consumer<String> say) {
        for (Path record : records()) {
            String name = record.getFileName().toString().replace(SUFFIX, "");
            try {
                String[] parts = PrivateFiles.read(record).split(" ");
                if (parts.length == 3 && parts[0].matches("[0-9]{1,18}")) {
                    end(name, Long.parseLong(parts[0]), parts[1], StopSignal.valueOf(parts[2]), grace, say);
                }
            } catch (IOException e) {
                throw new LaunchException("the record " + record + " cannot be read: " + e.getMessage(), e);
            }
            remove(name);
        }
    }

    private static void end(
            String name, long pid, String mark, StopSignal signal, Duration grace, Consumer<String> say) {
        if (!ProcessMark.of(pid).map(mark::equals).orElse(false)) {
            return;
        }
        say.accept("ending " + name + " (pid " + pid + "), left behind by a launcher that was killed");
        Signals.send(pid, signal);
        if (!awaitEnd(pid, grace)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            if (!awaitEnd(pid, grace)) {
                throw new LaunchException("the old process " + name + " (pid " + pid + ") does not end: end it first");
            }
        }
    }

    private static boolean awaitEnd(long pid, Duration grace) {
        try {
            ProcessHandle process = ProcessHandle.of(pid).orElse(null);
            if (process != null) {
                process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return ProcessMark.of(pid).isEmpty();
        } catch (ExecutionException e) {
            throw new LaunchException("process " + pid + " cannot be watched: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Path> records() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LaunchException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
