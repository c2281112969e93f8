package io.fleethub.hub.live;

import io.fleethub.hub.auth.SignIns;
import io.fleethub.hub.live.EventHistory.Placed;
import io.fleethub.hub.platform.db.ChangeNotice;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.fleethub.schemas.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open streams and the latest events. Thread-safe: clients and history change under one lock, so that nobody who comes misses an
 * event or gets it twice; nothing is sent under it.
 */
@ApplicationScoped
class LiveFeed {

    private static final ProblemType TOO_MANY =
            new ProblemType(429, "TOO_MANY_STREAMS", "Too many streams are open already");
    private static final String RETRY_SECONDS = "15";

    private final LiveConfig config;
    private final SignIns signIns;
    private final Clock clock;
    private final Set<LiveClient> clients = new HashSet<>();
    private final EventHistory history;
    private boolean closed;

    LiveFeed(LiveConfig config, SignIns signIns, Clock clock, MeterRegistry metrics) {
        this.config = config;
        this.signIns = signIns;
        this.clock = clock;
        this.history = new EventHistory(
                config.history(), () -> UUID.randomUUID().toString().substring(0, 8));
        metrics.gauge("fleet_live_clients", this, feed -> feed.open().size());
    }

    /**
     * Opens a stream.
     *
     * @param lastId the id after which the reader wants to go on
     * @throws ProblemException when there are too many already
     */
    LiveClient open(LiveReader reader, @Nullable String lastId) {
        LiveClient[] self = new LiveClient[1];
        LiveClient client = new LiveClient(reader, config.clientQueue(), () -> forget(self[0]));
        self[0] = client;
        synchronized (this) {
            long own = clients.stream()
                    .filter(other -> other.reader().userId().equals(reader.userId()))
                    .count();
            if (closed || clients.size() >= config.clients() || own >= config.clientsPerUser()) {
                throw new ProblemException(
                        TOO_MANY,
                        "This hub serves no more streams, or no more to this user. Close one, or come back later.",
                        List.of(),
                        Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
            }
            client.greet(history.lastId());
            if (lastId != null) {
                Optional<List<Placed>> missed = history.after(lastId);
                missed.ifPresentOrElse(events -> events.forEach(client::offer), () -> client.reload(history.lastId()));
            }
            clients.add(client);
        }
        return client;
    }

    void hear(@Observes ChangeNotice notice) {
        if (notice instanceof ChangeNotice.Missed) {
            missed();
        } else if (notice instanceof ChangeNotice.Changed changed) {
            if (LiveNotice.isOne(changed)) {
                publish(LiveNotice.read(changed));
            } else if (changed.kind().equals(SignIns.ENDED)) {
                end(client -> client.reader()
                        .signIn()
                        .map(signIn -> signIn.toString().equals(changed.id()))
                        .orElse(false));
            } else if (changed.kind().equals(SignIns.USER_GONE)) {
                end(client -> client.reader().userId().toString().equals(changed.id()));
            }
        }
    }

    void publish(List<LiveEvent> events) {
        synchronized (this) {
            for (LiveEvent event : events) {
                Placed placed = history.add(event);
                clients.forEach(client -> client.offer(placed));
            }
        }
        pumpAll();
    }

    private void missed() {
        synchronized (this) {
            history.breakOff();
            clients.forEach(client -> client.reload(history.lastId()));
        }
        pumpAll();
    }

    /** Tenants that have a reader here. */
    Set<TenantId> tenants() {
        return open().stream().map(client -> client.reader().scope().id()).collect(Collectors.toSet());
    }

    /** Ends the streams whose token is over, and gives the others a sign of life where it is due. */
    void tick() {
        Instant now = clock.instant();
        end(client -> !now.isBefore(client.reader().until()));
        synchronized (this) {
            clients.forEach(client -> client.sign(now.minus(config.heartbeat()), history.lastId()));
        }
        pumpAll();
    }

    /** Ends the streams whose sign-in is over, in case no notice told. */
    void checkSignIns() {
        Set<UUID> asked = open().stream()
                .flatMap(client -> client.reader().signIn().stream())
                .collect(Collectors.toSet());
        if (!asked.isEmpty()) {
            Set<UUID> standing = signIns.standing(asked);
            end(client -> client.reader()
                    .signIn()
                    .filter(asked::contains)
                    .map(signIn -> !standing.contains(signIn))
                    .orElse(false));
        }
    }

    void close(@Observes ShutdownEvent shutdown) {
        synchronized (this) {
            closed = true;
        }
        end(client -> true);
    }

    private void end(Predicate<LiveClient> which) {
        open().stream().filter(which).forEach(LiveClient::end);
    }

    private void pumpAll() {
        Instant now = clock.instant();
        for (LiveClient client : open()) {
            try {
                client.pump(now);
            } catch (RuntimeException e) {
                Log.warnf("a stream broke: %s", e.toString());
                client.end();
            }
        }
    }

    private synchronized List<LiveClient> open() {
        return new ArrayList<>(clients);
    }

    private synchronized void forget(LiveClient client) {
        clients.remove(client);
    }
}
