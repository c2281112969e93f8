package io.fleethub.hub.bridge;

import java.util.concurrent.CompletionStage;

/** Publishes to nodes. Never blocks and never throws: every trouble is an outcome. May be called from any thread. */
public interface NodePublisher {

    /** @return completed within the publish time-out, on a thread of the bridge: do nothing long there */
    CompletionStage<PublishOutcome> publish(Publication publication);
}
