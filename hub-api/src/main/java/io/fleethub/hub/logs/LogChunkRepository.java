package io.fleethub.hub.logs;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.LogChunk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** The statements of one ingest transaction. Of one connection, so of one thread. */
final class LogChunkRepository {

    /** What is known of one attempt; its row is locked. */
    record Transfer(int total, String sha256, int chunks, long gzipBytes, boolean ended) {

        boolean announcedAs(LogChunk chunk) {
            return total == chunk.total() && sha256.equals(chunk.sha256());
        }
    }

    private final Connection connection;

    LogChunkRepository(Connection connection) {
        this.connection = connection;
    }

    /** The node is part of the question: another node's fetch is not there. */
    boolean isAsked(CommandId commandId, NodeId nodeId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select 1 from log_fetch where command_id = ? and node_id = ?")) {
            query.setObject(1, commandId.value());
            query.setString(2, nodeId.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The first chunk announces; every chunk locks. */
    Transfer open(TenantId tenantId, LogChunk chunk) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into log_transfer (command_id, attempt, tenant_id, total, sha256) values (?, ?, ?, ?, ?)"
                        + " on conflict (command_id, attempt) do nothing")) {
            key(insert, chunk);
            insert.setObject(3, tenantId.value());
            insert.setInt(4, chunk.total());
            insert.setString(5, chunk.sha256());
            insert.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement(
                "select total, sha256, chunks, gzip_bytes, completed_at is not null or broken is not null"
                        + " from log_transfer where command_id = ? and attempt = ? for update")) {
            key(query, chunk);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Transfer(row.getInt(1), row.getString(2), row.getInt(3), row.getLong(4), row.getBoolean(5));
            }
        }
    }

    /** @return false when the chunk was there already */
    boolean add(TenantId tenantId, LogChunk chunk, byte[] data) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into log_chunk (command_id, attempt, chunk_index, tenant_id, data) values (?, ?, ?, ?, ?)"
                        + " on conflict (command_id, attempt, chunk_index) do nothing")) {
            key(insert, chunk);
            insert.setInt(3, chunk.index());
            insert.setObject(4, tenantId.value());
            insert.setBytes(5, data);
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        try (PreparedStatement update = connection.prepareStatement("update log_transfer set chunks = chunks + 1,"
                + " gzip_bytes = gzip_bytes + ? where command_id = ? and attempt = ?")) {
            update.setInt(1, data.length);
            update.setObject(2, chunk.commandId().value());
            update.setInt(3, chunk.attempt());
            update.executeUpdate();
        }
        return true;
    }

    byte[] data(LogChunk of, int index) {
        try (PreparedStatement query = connection.prepareStatement(
                "select data from log_chunk where command_id = ? and attempt = ? and chunk_index = ?")) {
            key(query, of);
            query.setInt(3, index);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        } catch (SQLException e) {
            throw new LogStorageException("a chunk that was just stored cannot be read", e);
        }
    }

    void complete(LogChunk of, LogText.Judgement.Whole whole, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update log_transfer set completed_at = ?, lines = ?, bytes = ? where command_id = ? and attempt = ?")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, whole.lines());
            update.setLong(3, whole.bytes());
            update.setObject(4, of.commandId().value());
            update.setInt(5, of.attempt());
            update.executeUpdate();
        }
    }

    void refuse(LogChunk of, String why) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update log_transfer set broken = ? where command_id = ? and attempt = ?")) {
            update.setString(1, why);
            update.setObject(2, of.commandId().value());
            update.setInt(3, of.attempt());
            update.executeUpdate();
        }
    }

    private static void key(PreparedStatement statement, LogChunk chunk) throws SQLException {
        statement.setObject(1, chunk.commandId().value());
        statement.setInt(2, chunk.attempt());
    }
}
