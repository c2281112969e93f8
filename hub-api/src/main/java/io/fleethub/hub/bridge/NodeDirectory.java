package io.fleethub.hub.bridge;

import io.fleethub.schemas.NodeId;
import java.util.Optional;

/** Tells whose a node is. Implemented by {@code nodes}; asked for every message, from many threads, so it answers from memory mostly. */
public interface NodeDirectory {

    /** @return empty when there is no such node; an unreachable database is an exception, not an empty answer */
    Optional<NodeIdentity> find(NodeId id);
}
