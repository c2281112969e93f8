package io.fleethub.agent.storage;

import io.fleethub.agent.machine.MachineIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteErrorCode;

/** Whether the file found in the data directory can go on being this agent's memory. */
enum Usability {
    USABLE,
    OTHER_MACHINE,
    BROKEN;

    static Usability of(Path file, MachineIdentity machine) throws SQLException {
        if (!Files.exists(file)) {
            return USABLE;
        }
        try (Connection connection = DatabaseFile.connect(file, false)) {
            if (!hasIdentity(connection)) {
                return USABLE; // the start that made it was cut short; the next one completes it
            }
            return IdentityTable.madeOn(connection).mayBeSameAs(machine) ? USABLE : OTHER_MACHINE;
        } catch (SQLException e) {
            int code = e.getErrorCode() & 0xFF;
            if (code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                return BROKEN;
            }
            throw e;
        }
    }

    private static boolean hasIdentity(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select 1 from sqlite_master where type = 'table' and name = 'machine_fact'")) {
            return rows.next();
        }
    }
}
