package io.fleethub.hub.bridge.intake;

import io.fleethub.schemas.topic.Channel;

/** Takes the hubs' own probes where a node's messages would be committed. */
public interface ProbeSink {

    /** Commits that this probe came through its lane; may fail as the database does. */
    void passed(Channel channel, long number);
}
