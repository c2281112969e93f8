package io.fleethub.hub.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Events as notices between hubs, and back. A notice has less than 8,000 bytes. Stateless. */
final class LiveNotice {

    /** {@code live-presence} and so on. */
    private static final String PREFIX = "live-";

    private static final int NODES_IN_ONE = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveNotice() {}

    static ChangeNotice.Changed of(Kind kind, TenantId tenant, NodeId node, ObjectNode data) {
        data.put("nodeId", node.value());
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        notice.put("t", tenant.toString()).set("d", data);
        return new ChangeNotice.Changed(PREFIX + kind.label(), notice.toString());
    }

    /** Telemetry of many nodes, in as few notices as fit. */
    static List<ChangeNotice.Changed> telemetry(TenantId tenant, Collection<NodeId> nodes, Instant at) {
        List<ChangeNotice.Changed> notices = new ArrayList<>();
        List<NodeId> all = List.copyOf(nodes);
        for (int from = 0; from < all.size(); from += NODES_IN_ONE) {
            ObjectNode notice = JsonNodeFactory.instance.objectNode();
            notice.put("t", tenant.toString()).put("at", at.toString());
            ArrayNode names = notice.putArray("n");
            all.subList(from, Math.min(all.size(), from + NODES_IN_ONE)).forEach(node -> names.add(node.value()));
            notices.add(new ChangeNotice.Changed(PREFIX + Kind.TELEMETRY.label(), notice.toString()));
        }
        return notices;
    }

    static boolean isOne(ChangeNotice.Changed notice) {
        return kind(notice.kind()).isPresent();
    }

    /** @throws IllegalArgumentException when this is no notice of ours */
    static List<LiveEvent> read(ChangeNotice.Changed changed) {
        Kind kind = kind(changed.kind())
                .orElseThrow(() -> new IllegalArgumentException(changed.kind() + " is no kind of event"));
        try {
            JsonNode notice = JSON.readTree(changed.id());
            TenantId tenant = new TenantId(UUID.fromString(notice.path("t").asText()));
            if (kind != Kind.TELEMETRY) {
                JsonNode data = notice.path("d");
                NodeId node = new NodeId(data.path("nodeId").asText());
                return List.of(new LiveEvent(kind, tenant, node, data.toString()));
            }
            List<LiveEvent> events = new ArrayList<>();
            for (JsonNode name : notice.path("n")) {
                ObjectNode data = JsonNodeFactory.instance.objectNode();
                data.put("nodeId", name.asText()).set("at", notice.path("at"));
                events.add(new LiveEvent(kind, tenant, new NodeId(name.asText()), data.toString()));
            }
            return events;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a notice of kind " + changed.kind() + " is not JSON", e);
        }
    }

    private static Optional<Kind> kind(String label) {
        for (Kind kind : Kind.values()) {
            if (label.equals(PREFIX + kind.label())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
