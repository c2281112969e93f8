package io.fleethub.hub.nodes.presence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * That a node went beyond what the broker lets it send.
 *
 * @param exceededAt when the broker last said so
 * @param refused messages and connections that were slowed or refused in the minute before
 */
@Schema(name = "QuotaExceeded")
public record QuotaExceeded(Instant exceededAt, int refused) {

    /** Of a row with the columns {@code quota_exceeded_at} and {@code quota_refused}; null where they are. */
    public static @Nullable QuotaExceeded read(ResultSet row) throws SQLException {
        return row.getObject("quota_exceeded_at") == null ? null : of(row);
    }

    /** Of a row where they are not null. */
    static QuotaExceeded of(ResultSet row) throws SQLException {
        return new QuotaExceeded(
                row.getObject("quota_exceeded_at", OffsetDateTime.class).toInstant(), row.getInt("quota_refused"));
    }
}
