package io.fleethub.hub.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log fetch as REST shows it.
 *
 * @param lines with {@code bytes}: of the text; null while it is not complete
 * @param at when it was asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LogFetchView(
        UUID commandId,
        String source,
        @Nullable Long lines,
        @Nullable Long bytes,
        Instant at,
        boolean complete) {}
