package io.fleethub.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.access.Grant.Act;
import io.fleethub.schemas.NodeId;
import org.junit.jupiter.api.Test;

/** The contract's "Access", spelled out. */
class TopicGrantsTest {

    @Test
    void nodePublishesFourTopicsAndSubscribesToFour() {
        assertThat(TopicGrants.of(new Identity.Node(new NodeId("x"))))
                .containsExactlyInAnyOrder(
                        new Grant("nodes/x/status", Act.PUBLISH),
                        new Grant("nodes/x/telemetry", Act.PUBLISH),
                        new Grant("nodes/x/logs", Act.PUBLISH),
                        new Grant("nodes/x/command-updates", Act.PUBLISH),
                        new Grant("nodes/x/commands", Act.SUBSCRIBE),
                        new Grant("nodes/x/sync", Act.SUBSCRIBE),
                        new Grant("hub/broadcast", Act.SUBSCRIBE),
                        new Grant("hub/status", Act.SUBSCRIBE));
    }

    @Test
    void hubSpeaksToNodesAndReadsThemShared() {
        assertThat(TopicGrants.of(new Identity.Hub("HUB:x:1")))
                .containsExactlyInAnyOrder(
                        new Grant("nodes/+/commands", Act.PUBLISH),
                        new Grant("nodes/+/sync", Act.PUBLISH),
                        new Grant("hub/#", Act.PUBLISH),
                        new Grant("hub/status", Act.PUBLISH_RETAINED_TOO),
                        new Grant("hub/status", Act.SUBSCRIBE),
                        new Grant("nodes/+/status", Act.SUBSCRIBE_SHARED),
                        new Grant("nodes/+/telemetry", Act.SUBSCRIBE_SHARED),
                        new Grant("nodes/+/logs", Act.SUBSCRIBE_SHARED),
                        new Grant("nodes/+/command-updates", Act.SUBSCRIBE_SHARED));
    }
}
