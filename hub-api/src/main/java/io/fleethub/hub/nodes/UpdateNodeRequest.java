package io.fleethub.hub.nodes;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left out stays; an empty text or list clears. */
record UpdateNodeRequest(
        @Nullable @Size(max = 200) String name,
        @Nullable @Label String role,
        @Nullable @Size(max = 50) List<@NotNull @NotBlank @Label String> tags,
        @Nullable @Label String segment,
        @Nullable @Size(max = 200) String location,
        @Nullable @Size(max = 200) String serial)
        implements NodeDescription {}
