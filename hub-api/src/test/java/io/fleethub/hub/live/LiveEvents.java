package io.fleethub.hub.live;

import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import java.util.UUID;

/** Events for tests. */
final class LiveEvents {

    static final TenantId TENANT = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private LiveEvents() {}

    static LiveEvent presence(String node) {
        return new LiveEvent(Kind.PRESENCE, TENANT, new NodeId(node), "{}");
    }

    static LiveEvent telemetry(String node) {
        return new LiveEvent(Kind.TELEMETRY, TENANT, new NodeId(node), "{}");
    }
}
