package io.fleethub.hub.live;

import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.platform.db.Scope;
import io.fleethub.schemas.NodeId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who reads a stream, and what of it.
 *
 * @param signIn the sign-in that the token came from; the stream ends with it
 * @param until the end of the token
 * @param node the only node that the reader asked for
 */
record LiveReader(
        Scope.Tenant scope, UUID userId, Optional<UUID> signIn, Instant until, Set<Kind> kinds, Optional<NodeId> node) {

    boolean wants(LiveEvent event) {
        return event.isVisibleTo(scope)
                && kinds.contains(event.kind())
                && node.map(event.nodeId()::equals).orElse(true);
    }
}
