package io.fleethub.agent.operations.services;

import io.fleethub.agent.operations.services.process.ProcessService;
import io.fleethub.agent.scheduling.AgentThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allow-list: the services of the node's configuration by their exact names, and how each was at the last look.
 *
 * <p>The list never changes; what was last seen is one immutable snapshot, made anew on the services' own thread, so that
 * a heartbeat need not wait for a program.
 */
public final class Services implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Map<String, ServiceControl> byName = new LinkedHashMap<>();
    private final AgentThread thread;
    private final Duration lookEvery;
    private volatile List<SeenService> lastSeen = List.of();

    /** @param thread the services' own: looking may take seconds */
    public Services(Collection<? extends ServiceControl> services, AgentThread thread, Duration lookEvery) {
        services.forEach(service -> byName.put(service.name(), service));
        this.thread = thread;
        this.lookEvery = lookEvery;
    }

    /** Starts the services that the agent runs itself; has looked at all once when it returns, for the birth. */
    public void begin() {
        supervised().forEach(ProcessService::begin);
        if (!byName.isEmpty()) {
            look();
            thread.every(lookEvery, this::look);
        }
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** @param name one of {@link #names}: it has been matched when the parameters were judged */
    ServiceControl get(String name) {
        ServiceControl service = byName.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no such service on the list");
        }
        return service;
    }

    Collection<ServiceControl> all() {
        return byName.values();
    }

    /** How the services were at the last look. */
    public List<SeenService> lastSeen() {
        return lastSeen;
    }

    /** Something was changed: look again soon. */
    void changed() {
        thread.execute(this::look);
    }

    private void look() {
        Map<String, SeenService> before =
                lastSeen.stream().collect(Collectors.toMap(SeenService::name, Function.identity()));
        List<SeenService> seen = new ArrayList<>();
        for (ServiceControl service : byName.values()) {
            try {
                ServiceStatus status = service.status();
                seen.add(SeenService.of(service.name(), status, before.get(service.name()), System.nanoTime()));
            } catch (ServiceException e) {
                LOG.warn("event=service.not_seen service={} reason=\"{}\"", service.name(), e.getMessage());
                seen.add(SeenService.of(service.name(), null, null, System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        lastSeen = List.copyOf(seen);
    }

    private List<ProcessService> supervised() {
        return byName.values().stream()
                .filter(ProcessService.class::isInstance)
                .map(ProcessService.class::cast)
                .toList();
    }

    /** Ends the services that the agent runs itself. */
    @Override
    public void close() {
        supervised().forEach(ProcessService::close);
    }
}
