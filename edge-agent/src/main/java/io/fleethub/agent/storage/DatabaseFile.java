package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Opens the file, or sets one aside that cannot be used here, and holds its two connections. Confined to start and end. */
final class DatabaseFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private final DirectoryLock lock;
    private final Connection writing;
    private final Connection reading;
    private final StorageId storageId;

    private DatabaseFile(DirectoryLock lock, Connection writing, Connection reading, StorageId storageId) {
        this.lock = lock;
        this.writing = writing;
        this.reading = reading;
        this.storageId = storageId;
    }

    /** @throws StorageException when another agent has the directory or the disk does not let it be opened */
    static DatabaseFile open(Path directory, MachineIdentity machine, List<Migration> migrations) {
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return open(lock, directory.resolve("agent.db"), machine, migrations);
            } catch (SQLException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StorageException("cannot open the database in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static DatabaseFile open(DirectoryLock lock, Path file, MachineIdentity machine, List<Migration> migrations)
            throws SQLException, IOException {
        Usability usability = Usability.of(file, machine);
        if (usability != Usability.USABLE) {
            LOG.warn("event=database.set_aside reason={} file={}", usability, file);
            setAside(file);
        }
        Connection writing = connect(file, false);
        try {
            // a small log, which is written over: on a disk that is full it has its place already
            Transactions.execute(writing, "pragma wal_autocheckpoint = 250");
            SchemaHistory.migrate(writing, IdentityTable.MIGRATIONS);
            StorageId storageId = IdentityTable.begin(writing, machine);
            SchemaHistory.migrate(writing, migrations);
            return new DatabaseFile(lock, writing, connect(file, true), storageId);
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

    private static void setAside(Path file) throws IOException {
        for (String suffix : SUFFIXES) {
            Path from = file.resolveSibling(file.getFileName() + suffix);
            Path to = file.resolveSibling("agent-set-aside.db" + suffix);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
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

    @Override
    public void close() {
        try {
            reading.close();
            writing.close();
            lock.close();
        } catch (SQLException | IOException e) {
            LOG.warn("event=database.close_failed detail=\"{}\"", e.toString());
        }
    }
}
