package io.fleethub.broker.credentials;

import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.schemas.NodeId;
import java.util.Map;

/**
 * One answer of the hub's feed.
 *
 * @param full the nodes are all there are, not only those that changed
 * @param nodes what each connects with; no secrets for a node that may no longer connect
 * @param unreadable entries that could not be read, and therefore open no session
 */
record FeedAnswer(long revision, boolean full, Map<NodeId, Access> nodes, int unreadable) {

    FeedAnswer {
        nodes = Map.copyOf(nodes);
    }
}
