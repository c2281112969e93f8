package io.fleethub.standalone.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A data folder that this launcher holds alone, from {@link #open} to {@link #close}. For the main thread. */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Makes the folder when it is missing, checks that it is ours to write, and takes its lock. */
    public static DataFolder open(Path root, CurrentUser user) {
        try {
            PrivateFiles.createFolder(root);
            checkOwner(root, user);
            if (!Files.isWritable(root)) {
                throw new LaunchException("the data folder " + root + " cannot be written: choose another with --data");
            }
            Path run = root.resolve("run");
            PrivateFiles.createFolder(run);
            return new DataFolder(root, lock(root, run.resolve("lock")));
        } catch (IOException e) {
            throw new LaunchException("the data folder " + root + " cannot be used: " + reason(e), e);
        }
    }

    /** The process that holds the folder, if one does. */
    public static OptionalLong holder(Path root) {
        Path file = root.resolve("run").resolve("lock");
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock == null ? OptionalLong.of(pidIn(file)) : OptionalLong.empty();
        } catch (IOException e) {
            throw new LaunchException("the data folder " + root + " cannot be read: " + reason(e), e);
        }
    }

    private static void checkOwner(Path root, CurrentUser user) throws IOException {
        int owner = CurrentUser.ownerOf(root);
        if (owner != user.uid()) {
            throw new LaunchException("the data folder " + root + " belongs to another user ("
                    + Files.getOwner(root).getName() + "), and this is " + user.name()
                    + ": choose another with --data");
        }
    }

    private static FileChannel lock(Path root, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel).isEmpty()) {
            channel.close();
            throw new LaunchException("another launcher (pid " + pidIn(file) + ") runs on " + root
                    + ": stop it with ./fleet stop --data " + root + ", or choose another folder with --data");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
        return channel;
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        }
    }

    private static long pidIn(Path lockFile) throws IOException {
        String text = Files.readString(lockFile).strip();
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    public Path root() {
        return root;
    }

    public Path ready() {
        return root.resolve("ready.json");
    }

    /** A folder below the root, made with mode 700 when it is missing. */
    public Path folder(String name) {
        Path folder = root.resolve(name);
        try {
            PrivateFiles.createFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new LaunchException("the folder " + folder + " cannot be made: " + reason(e), e);
        }
    }

    /** Lets the next launcher in. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
