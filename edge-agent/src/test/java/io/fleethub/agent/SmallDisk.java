package io.fleethub.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes, which a test fills and empties; skips the test where mounting is not allowed. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;

    public SmallDisk(Path directory, int megabytes) throws Exception {
        this.directory = Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "a small disk needs the right to mount a tmpfs, which only root has");
    }

    public Path directory() {
        return directory;
    }

    /** Leaves no block free. */
    public void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream filler = Files.newOutputStream(directory.resolve("filler"))) {
            while (directory.toFile().getUsableSpace() > 0) {
                filler.write(block);
            }
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(directory.resolve("filler"));
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", directory.toString());
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
