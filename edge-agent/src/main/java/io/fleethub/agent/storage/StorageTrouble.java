package io.fleethub.agent.storage;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** What kind of trouble the disk makes; its names are the codes that the node reports. */
public enum StorageTrouble {
    /** No room; what is there stays readable. */
    DISK_FULL,
    /** What is there is no longer a database. */
    DATABASE_CORRUPT,
    /** Everything else: no longer writable, faulty, too slow. */
    DISK_FAILED;

    private static final Set<Integer> FULL = Set.of(
            SQLiteErrorCode.SQLITE_FULL.code,
            SQLiteErrorCode.SQLITE_IOERR_SHMSIZE.code,
            SQLiteErrorCode.SQLITE_IOERR_SHMMAP.code);
    private static final Set<Integer> CORRUPT =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);
    private static final int PRIMARY = 0xFF;

    /** Judges by the database's own code, wherever among the causes it is. */
    public static StorageTrouble of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                int code = database.getErrorCode();
                if (FULL.contains(code) || FULL.contains(code & PRIMARY)) {
                    return DISK_FULL;
                }
                if (CORRUPT.contains(code & PRIMARY)) {
                    return DATABASE_CORRUPT;
                }
            }
        }
        return DISK_FAILED;
    }
}
