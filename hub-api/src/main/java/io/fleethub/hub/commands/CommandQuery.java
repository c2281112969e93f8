package io.fleethub.hub.commands;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.CommandId;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list of commands is asked for; a cursor carries it, so that other parameters beside one do not count.
 *
 * @param before only commands older than this one
 */
record CommandQuery(
        @Nullable CommandStatus status,
        @Nullable String operation,
        @Nullable CommandId before) {

    static CommandQuery of(@Nullable String status, @Nullable String operation, @Nullable String cursor) {
        if (cursor == null) {
            return new CommandQuery(statusOf(status), operation, null);
        }
        Cursor values = Cursor.parse(cursor);
        try {
            return new CommandQuery(
                    statusOf(values.find("status").orElse(null)),
                    values.find("operation").orElse(null),
                    CommandId.of(values.get("before")));
        } catch (IllegalArgumentException e) {
            throw Cursor.refused();
        }
    }

    Cursor after(UUID last) {
        Map<String, String> values = new TreeMap<>();
        values.put("before", last.toString());
        if (status != null) {
            values.put("status", status.name());
        }
        if (operation != null) {
            values.put("operation", operation);
        }
        return Cursor.of(values);
    }

    private static @Nullable CommandStatus statusOf(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(CommandStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "status", "must be one of " + Arrays.toString(CommandStatus.values())));
    }
}
