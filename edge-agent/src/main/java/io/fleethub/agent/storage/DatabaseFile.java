package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Opens the file, or sets one aside that cannot be used here, and holds its two connections. Confined to start, end and
 * replacement.
 */
final class DatabaseFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Place place;
    private final Connection writing;
    private final Connection reading;
    private final StorageId storageId;
    private final Optional<String> setAside;

    private DatabaseFile(
            Place place, Connection writing, Connection reading, StorageId storageId, Optional<String> setAside) {
        this.place = place;
        this.writing = writing;
        this.reading = reading;
        this.storageId = storageId;
        this.setAside = setAside;
    }

    /**
     * Where the file is and what belongs into it.
     *
     * @param lock null for a database in memory, which nobody else can open
     */
    private record Place(
            @Nullable DirectoryLock lock, Path file, MachineIdentity machine, List<Migration> migrations) {}

    /** @throws StorageException when another agent has the directory or the disk does not let it be opened */
    static DatabaseFile open(Path directory, MachineIdentity machine, List<Migration> migrations) {
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return open(new Place(lock, directory.resolve("agent.db"), machine, migrations));
            } catch (SQLException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot open the database in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** A database without a file, gone with its last connection; it reads and writes by the same one. */
    static DatabaseFile inMemory(List<Migration> migrations) {
        MachineIdentity nobody = new MachineIdentity(Map.of());
        Path none = Path.of(":memory:");
        try {
            return prepare(new Place(null, none, nobody, migrations), connect(none, false), Optional.empty());
        } catch (SQLException e) {
            throw new StorageException("cannot open a database in memory: " + e.getMessage(), e);
        }
    }

    /** Closes this one, which turned out to be broken, and begins anew in its place. */
    DatabaseFile replace() {
        closeConnections();
        try {
            return prepare(place, Optional.of(setAside(place.file(), Usability.BROKEN)));
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot begin a new database at " + place.file() + ": " + e.getMessage(), e);
        }
    }

    private static DatabaseFile open(Place place) throws SQLException, IOException {
        Usability usability = Usability.of(place.file(), place.machine());
        if (usability != Usability.USABLE) {
            return prepare(place, Optional.of(setAside(place.file(), usability)));
        }
        try {
            return prepare(place, Optional.empty());
        } catch (SQLException | StorageException e) {
            if (StorageTrouble.of(e) != StorageTrouble.DATABASE_CORRUPT) {
                throw e;
            }
            LOG.error("event=database.broken file={} detail=\"{}\"", place.file(), e.getMessage());
            return prepare(place, Optional.of(setAside(place.file(), Usability.BROKEN)));
        }
    }

    private static DatabaseFile prepare(Place place, Optional<String> setAside) throws SQLException {
        return prepare(place, connect(place.file(), false), setAside);
    }

    private static DatabaseFile prepare(Place place, Connection writing, Optional<String> setAside)
            throws SQLException {
        try {
            // a small log, which is written over: on a disk that is full it has its place already
            Transactions.execute(writing, "pragma wal_autocheckpoint = 250");
            SchemaHistory.migrate(writing, IdentityTable.MIGRATIONS);
            StorageId storageId = IdentityTable.begin(writing, place.machine());
            SchemaHistory.migrate(writing, place.migrations());
            Connection reading = place.lock() == null ? writing : connect(place.file(), true);
            return new DatabaseFile(place, writing, reading, storageId, setAside);
        } catch (SQLException | RuntimeException e) {
            writing.close();
            throw e;
        }
    }

    static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // FULL: a commit has reached the disk when it returns, which publishing relies on
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-2_000);
        config.setReadOnly(readOnly);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** Keeps one such file for whoever wants to look at it: a disk that breaks often must not fill with them. */
    private static String setAside(Path file, Usability why) throws IOException {
        String prefix = file.getFileName() + (why == Usability.BROKEN ? ".corrupt-" : ".other-machine-");
        Path directory = file.resolveSibling(".");
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(directory, prefix + "*")) {
            for (Path one : earlier) {
                Files.deleteIfExists(one);
            }
        }
        String name = prefix + STAMP.format(Clock.systemUTC().instant());
        for (String suffix : SUFFIXES) {
            Path from = file.resolveSibling(file.getFileName() + suffix);
            if (Files.exists(from)) {
                Files.move(from, file.resolveSibling(name + suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        LOG.warn("event=database.set_aside reason={} name={}", why, name);
        return name;
    }

    Connection writing() {
        return writing;
    }

    Connection reading() {
        return reading;
    }

    StorageId storageId() {
        return storageId;
    }

    /** The name under which the file that was found here has been kept, when it could not be used. */
    Optional<String> setAside() {
        return setAside;
    }

    private void closeConnections() {
        try {
            reading.close();
            writing.close();
        } catch (SQLException e) {
            LOG.warn("event=database.close_failed detail=\"{}\"", e.toString());
        }
    }

    @Override
    public void close() {
        closeConnections();
        try {
            if (place.lock() != null) {
                place.lock().close();
            }
        } catch (IOException e) {
            LOG.warn("event=database.close_failed detail=\"{}\"", e.toString());
        }
    }
}
