package io.fleethub.standalone.launch;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * What the build made of hub, broker and agent, copied into the data folder: a running fleet must not lose its classes
 * because the project is built anew beside it. Only files that changed are copied, and what is gone is removed.
 */
final class Applications {
    private final Path home;
    private final Path target;

    Applications(Path home, Path target) {
        this.home = home;
        this.target = target;
    }

    Path hub() {
        return copy("hub-api/target/quarkus-app", "hub");
    }

    Path broker() {
        return copy("broker-config/target/broker", "broker");
    }

    /** The folder that holds {@code edge-agent.jar}; the demo's nodes ask for it side by side. */
    synchronized Path agent() {
        Path jar = home.resolve("edge-agent/target/edge-agent.jar");
        Path folder = target.resolve("agent");
        try {
            requireBuilt(jar);
            Files.createDirectories(folder);
            copyIfChanged(jar, folder.resolve("edge-agent.jar"));
            return folder;
        } catch (IOException e) {
            throw new LaunchException("the agent cannot be copied to " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path copy(String from, String name) {
        Path source = home.resolve(from);
        Path folder = target.resolve(name);
        try {
            requireBuilt(source);
            Set<Path> present = new HashSet<>();
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path copy = folder.resolve(source.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    copyIfChanged(file, copy);
                    present.add(copy);
                    return FileVisitResult.CONTINUE;
                }
            });
            removeAllBut(present, folder);
            return folder;
        } catch (IOException e) {
            throw new LaunchException("the " + name + " cannot be copied to " + folder + ": " + e.getMessage(), e);
        }
    }

    private void requireBuilt(Path file) {
        if (!Files.exists(file)) {
            throw new LaunchException(
                    home.relativize(file) + " is not built: start through ./fleet, or run" + " mvn -q -Dquick package");
        }
    }

    private static void copyIfChanged(Path from, Path to) throws IOException {
        boolean same = Files.exists(to)
                && Files.size(from) == Files.size(to)
                && Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to));
        if (!same) {
            // A process that runs from the old file keeps it whole; one that starts finds either the old or the new.
            Path fresh = to.resolveSibling(to.getFileName() + ".new");
            Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void removeAllBut(Set<Path> present, Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!present.contains(file)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
