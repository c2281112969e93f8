package io.fleethub.hub.nodes;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param nodeId {@code [a-z0-9][a-z0-9._-]{0,62}}; {@code hub}, {@code broker} and {@code hub.*} are reserved
 * @param name for people; the node's id when left out
 */
record RegisterNodeRequest(
        @NotBlank @Size(max = 63) String nodeId,
        @Nullable @Size(max = 200) String name,
        @Nullable @Label String role,
        @Nullable @Size(max = 50) List<@NotNull @NotBlank @Label String> tags,
        @Nullable @Label String segment,
        @Nullable @Size(max = 200) String location,
        @Nullable @Size(max = 200) String serial)
        implements NodeDescription {}
