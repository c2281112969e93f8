package io.fleethub.hub.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.schemas.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveNoticeTest {

    private static final int LIMIT = 8_000;

    @Test
    void whatIsAnnouncedIsRead() {
        NodeId node = new NodeId("a");

        ChangeNotice.Changed notice = LiveNotice.of(
                Kind.PRESENCE,
                LiveEvents.TENANT,
                node,
                JsonNodeFactory.instance.objectNode().put("state", "LATE"));

        assertThat(LiveNotice.isOne(notice)).isTrue();
        assertThat(LiveNotice.read(notice))
                .containsExactly(
                        new LiveEvent(Kind.PRESENCE, LiveEvents.TENANT, node, "{\"state\":\"LATE\",\"nodeId\":\"a\"}"));
    }

    @Test
    void telemetryOfManyNodesGoesInFewNoticesOfLimitedSize() {
        List<NodeId> nodes = IntStream.range(0, 250)
                .mapToObj(i -> new NodeId(String.format("%063d", i)))
                .toList();

        List<ChangeNotice.Changed> notices =
                LiveNotice.telemetry(LiveEvents.TENANT, nodes, Instant.parse("2026-11-21T12:00:00.123456Z"));

        assertThat(notices)
                .hasSize(3)
                .allSatisfy(notice -> assertThat(
                                (notice.kind() + ":" + notice.id()).getBytes(StandardCharsets.UTF_8).length)
                        .isLessThan(LIMIT));
        assertThat(notices.stream().flatMap(notice -> LiveNotice.read(notice).stream()))
                .extracting(LiveEvent::nodeId)
                .containsExactlyElementsOf(nodes);
    }

    @Test
    void whatIsNoNoticeOfOursIsRefused() {
        assertThatThrownBy(() -> LiveNotice.read(new ChangeNotice.Changed("live-nonsense", "{}")))
                .hasMessageContaining("live-nonsense");
        assertThatThrownBy(() -> LiveNotice.read(new ChangeNotice.Changed("live-presence", "{")))
                .hasMessageContaining("not JSON");
    }
}
