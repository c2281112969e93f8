package io.fleethub.hub.nodes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people say about a node; null leaves a value as it is, an empty text or list clears it. */
interface NodeDescription {

    @Nullable String name();

    @Nullable String role();

    @Nullable List<String> tags();

    @Nullable String segment();

    @Nullable String location();

    @Nullable String serial();
}
