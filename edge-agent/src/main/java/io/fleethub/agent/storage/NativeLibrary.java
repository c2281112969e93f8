package io.fleethub.agent.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where SQLite's native library is unpacked: the data directory, since /tmp may be mounted noexec, and an agent that is
 * killed leaves its copy behind, which the next one here clears away. Stateless.
 */
public final class NativeLibrary {

    private static final String PLACE = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** To be called before the first database is opened. An operator's own choice of the place stands. */
    public static void unpackInto(Path directory) {
        if (System.getProperty(PLACE) != null) {
            return;
        }
        try {
            DirectoryLock.makeDirectory(directory);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, "sqlite-*-libsqlitejdbc.so*")) {
                for (Path leftover : leftovers) {
                    Files.deleteIfExists(leftover);
                }
            }
        } catch (IOException e) {
            throw new StorageException("cannot use " + directory + ": " + e, e);
        }
        System.setProperty(PLACE, directory.toString());
    }
}
