package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.http.Cursor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which nodes a list is about; what is empty filters nothing.
 *
 * @param tags nodes that have all of these
 * @param after the last node id of the page before, or the empty text
 */
record NodeFilter(
        Optional<String> role,
        Optional<String> segment,
        List<String> tags,
        Optional<String> location,
        Optional<String> version,
        Optional<String> state,
        String after) {

    private static final String AFTER = "after";

    static NodeFilter of(Cursor cursor) {
        return new NodeFilter(
                cursor.find("role"),
                cursor.find("segment"),
                cursor.find("tags").stream()
                        .flatMap(tags -> Stream.of(tags.split(",")))
                        .toList(),
                cursor.find("location"),
                cursor.find("version"),
                cursor.find("state"),
                cursor.get(AFTER));
    }

    /** The cursor of what follows this node in the same list. */
    Cursor after(String nodeId) {
        Map<String, String> values = new HashMap<>(Map.of(AFTER, nodeId));
        role.ifPresent(value -> values.put("role", value));
        segment.ifPresent(value -> values.put("segment", value));
        if (!tags.isEmpty()) {
            values.put("tags", String.join(",", tags));
        }
        location.ifPresent(value -> values.put("location", value));
        version.ifPresent(value -> values.put("version", value));
        state.ifPresent(value -> values.put("state", value));
        return Cursor.of(values);
    }
}
