package io.fleethub.agent.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * The one row that says how far the stream is. Immutable; read and written inside transactions.
 *
 * @param confirmed what the hub has committed, of this stream
 * @param bytes what the reports held take
 * @param dropped reports lost at the cap, ever
 * @param refused reports given up, ever
 */
record StreamRow(String streamId, long lastSeq, SeqRanges confirmed, long bytes, long dropped, long refused) {

    static StreamRow begin() {
        return new StreamRow(UUID.randomUUID().toString(), 0, SeqRanges.NONE, 0, 0, 0);
    }

    static StreamRow load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select stream_id, last_seq, confirmed, bytes, dropped, refused from outbox_stream")) {
            if (!row.next()) {
                StreamRow made = begin();
                made.store(connection);
                return made;
            }
            return new StreamRow(
                    row.getString(1),
                    row.getLong(2),
                    SeqRanges.parse(row.getString(3)),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6));
        }
    }

    StreamRow store(Connection connection) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("insert or replace into outbox_stream values (1, ?, ?, ?, ?, ?, ?)")) {
            upsert.setString(1, streamId);
            upsert.setLong(2, lastSeq);
            upsert.setString(3, confirmed.toString());
            upsert.setLong(4, bytes);
            upsert.setLong(5, dropped);
            upsert.setLong(6, refused);
            upsert.executeUpdate();
        }
        return this;
    }

    StreamRow appended(long moreBytes) {
        return new StreamRow(streamId, lastSeq + 1, confirmed, bytes + moreBytes, dropped, refused);
    }

    StreamRow confirmed(SeqRanges nowConfirmed) {
        return new StreamRow(streamId, lastSeq, nowConfirmed, bytes, dropped, refused);
    }

    StreamRow without(long lessBytes) {
        return new StreamRow(streamId, lastSeq, confirmed, bytes - lessBytes, dropped, refused);
    }

    StreamRow droppedMore(long reports) {
        return new StreamRow(streamId, lastSeq, confirmed, bytes, dropped + reports, refused);
    }

    StreamRow refusedMore(long reports) {
        return new StreamRow(streamId, lastSeq, confirmed, bytes, dropped, refused + reports);
    }

    StreamRow renumbered(long reports) {
        return new StreamRow(UUID.randomUUID().toString(), reports, SeqRanges.NONE, bytes, dropped, refused);
    }
}
