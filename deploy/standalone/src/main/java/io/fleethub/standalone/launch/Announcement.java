package io.fleethub.standalone.launch;

import io.fleethub.standalone.launch.ReadyFile.Content;
import io.fleethub.standalone.launch.ReadyFile.Node;
import io.fleethub.standalone.process.Supervisor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps {@code ready.json} true from READY to the stop, also when a child has a new process id. Any thread. */
final class Announcement {
    private record Facts(Endpoints endpoints, String jdbc, String email, String password, List<String> nodeIds) {}

    private final ReadyFile file;
    private @Nullable Facts facts;
    private @Nullable Supervisor supervisor;

    Announcement(ReadyFile file) {
        this.file = file;
    }

    synchronized void watch(Supervisor children) {
        this.supervisor = children;
    }

    synchronized void make(Endpoints endpoints, String jdbc, FirstAdministrator administrator, List<String> nodeIds) {
        facts = new Facts(endpoints, jdbc, administrator.email(), administrator.password(), List.copyOf(nodeIds));
        refresh();
    }

    /** Writes the file anew; before READY and after the stop there is none. */
    synchronized void refresh() {
        Facts now = facts;
        Supervisor children = supervisor;
        if (now == null || children == null) {
            return;
        }
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String name : List.of(Database.POSTGRES, FleetChildren.BROKER, FleetChildren.HUB)) {
            children.pid(name).ifPresent(pid -> pids.put(name, pid));
        }
        List<Node> nodes = now.nodeIds().stream()
                .map(nodeId -> children.pid(nodeId).map(pid -> new Node(nodeId, pid)))
                .flatMap(Optional::stream)
                .toList();
        file.write(new Content(
                now.endpoints().hub().toString(),
                now.endpoints().mqtt().toString(),
                now.endpoints().mqtts().toString(),
                now.endpoints().wss().toString(),
                now.jdbc(),
                now.email(),
                now.password(),
                pids,
                nodes));
    }

    synchronized void withdraw() {
        facts = null;
        file.remove();
    }
}
