package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.schemas.NodeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page of reports.
 *
 * @param metrics reports must hold one of these; empty for any
 * @param afterTime where the page before ended: its last corrected time and report id
 */
record RawQuery(
        NodeId nodeId, List<String> metrics, Instant from, Instant to, int limit, Instant afterTime, long afterId) {

    static RawQuery first(NodeId nodeId, List<String> metrics, Instant from, Instant to, int limit) {
        return new RawQuery(nodeId, metrics, from, to, limit, from, -1);
    }

    /** @throws io.fleethub.hub.platform.http.ProblemException when the cursor is of another list or another node */
    static RawQuery of(NodeId nodeId, Cursor cursor) {
        if (!cursor.get("node").equals(nodeId.value())) {
            throw Cursor.refused();
        }
        try {
            String metrics = cursor.get("metrics");
            return new RawQuery(
                    nodeId,
                    metrics.isEmpty() ? List.of() : List.of(metrics.split(",")),
                    Instant.parse(cursor.get("from")),
                    Instant.parse(cursor.get("to")),
                    Integer.parseInt(cursor.get("limit")),
                    Instant.parse(cursor.get("time")),
                    Long.parseLong(cursor.get("id")));
        } catch (DateTimeException | NumberFormatException e) {
            throw Cursor.refused();
        }
    }

    /** The same reports by other pages. */
    RawQuery withLimit(int other) {
        return new RawQuery(nodeId, metrics, from, to, other, afterTime, afterId);
    }

    /** The page that follows a report. */
    RawQuery goingOn(Instant time, long id) {
        return new RawQuery(nodeId, metrics, from, to, limit, time, id);
    }

    Cursor after(Instant time, long id) {
        Map<String, String> values = new HashMap<>();
        values.put("node", nodeId.value());
        values.put("metrics", String.join(",", metrics));
        values.put("from", from.toString());
        values.put("to", to.toString());
        values.put("limit", Integer.toString(limit));
        values.put("time", time.toString());
        values.put("id", Long.toString(id));
        return Cursor.of(values);
    }
}
