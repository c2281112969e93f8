package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a list of nodes; a cursor carries its own and leaves the others without effect. */
record NodeListParameters(
        @QueryParam("role") @Nullable String role,
        @QueryParam("segment") @Nullable String segment,

        @QueryParam("tag") @Parameter(description = "repeat it for nodes that have all of the tags")
        List<String> tag,

        @QueryParam("location") @Nullable String location,

        @QueryParam("version") @Parameter(description = "the agent's version") @Nullable String version,

        @QueryParam("state")
        @Pattern(
                regexp = "NEVER_SEEN|ONLINE|LATE|OFFLINE|DISABLED",
                message = "must be NEVER_SEEN, ONLINE, LATE, OFFLINE or DISABLED")
        @Nullable String state,

        @QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,

        @QueryParam("cursor") @Nullable String cursor) {

    NodeFilter filter() {
        return cursor == null
                ? new NodeFilter(
                        Optional.ofNullable(role),
                        Optional.ofNullable(segment),
                        List.copyOf(tag),
                        Optional.ofNullable(location),
                        Optional.ofNullable(version),
                        Optional.ofNullable(state),
                        "")
                : NodeFilter.of(Cursor.parse(cursor));
    }
}
