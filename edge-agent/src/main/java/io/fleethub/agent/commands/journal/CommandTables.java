package io.fleethub.agent.commands.journal;

import io.fleethub.agent.storage.Migration;
import java.util.List;

/** The tables of this package in the agent's database. */
public final class CommandTables {

    public static final List<Migration> MIGRATIONS = List.of(Migration.of(
            "commands",
            1,
            """
            CREATE TABLE command_journal (
                id          INTEGER PRIMARY KEY AUTOINCREMENT,
                command_id  TEXT NOT NULL,
                attempt     INTEGER NOT NULL,
                phase       TEXT NOT NULL CHECK (phase IN ('RECEIVED', 'BEGUN', 'ENDED')),
                request     BLOB NOT NULL,
                issued_at   INTEGER NOT NULL,
                received_at INTEGER NOT NULL,
                boot_id     TEXT NOT NULL,
                limit_ms    INTEGER NOT NULL,
                checkpoint  TEXT,
                last_update BLOB NOT NULL,
                UNIQUE (command_id, attempt)
            )""",
            "CREATE INDEX command_journal_unfinished ON command_journal (id) WHERE phase <> 'ENDED'",
            """
            CREATE TABLE pending_update (
                id          INTEGER PRIMARY KEY AUTOINCREMENT,
                command_id  TEXT NOT NULL,
                payload     BLOB NOT NULL,
                replaceable INTEGER NOT NULL
            )""",
            "CREATE INDEX pending_update_command ON pending_update (command_id)",
            """
            CREATE TABLE canceled_command (
                command_id  TEXT PRIMARY KEY,
                canceled_at INTEGER NOT NULL
            ) WITHOUT ROWID""",
            // One row: the youngest command that was forgotten. What is as old and unknown is a replay.
            "CREATE TABLE journal_horizon (one INTEGER PRIMARY KEY CHECK (one = 1), issued_at INTEGER NOT NULL)"));

    private CommandTables() {}
}
