package io.fleethub.agent.presence;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the node in every session and keeps announcing it. State is confined to the scheduler's thread.
 *
 * <p>A heartbeat that the broker could not take is not repeated: the next one says the same and more.
 */
public final class Presence implements BrokerConnection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration HEARTBEAT_LIFE = Duration.ofMinutes(5);
    private static final Duration BIRTH_PACE = Duration.ofSeconds(1);
    private static final long NO_SESSION = -1;

    private final StatusReports reports;
    private final BrokerConnection connection;
    private final MessageCodec codec;
    private final MachineClock clock;
    private final AgentThread scheduler;
    private final List<StatusListener> listeners = new ArrayList<>();

    private long session = NO_SESSION;
    private long nextN;
    private long lastBirthNanos;
    private boolean toldSynced;
    private AgentThread.@Nullable Planned repeatedBirth;

    public Presence(
            StatusReports reports,
            BrokerConnection connection,
            MessageCodec codec,
            MachineClock clock,
            AgentThread scheduler) {
        this.reports = reports;
        this.connection = connection;
        this.codec = codec;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Before {@link #start}. */
    public void addListener(StatusListener listener) {
        listeners.add(listener);
    }

    public void start(Duration heartbeatInterval) {
        scheduler.every(heartbeatInterval, this::beat);
    }

    @Override
    public void ready(long newSession) {
        scheduler.execute(() -> {
            session = newSession;
            nextN = 0;
            birth();
        });
    }

    @Override
    public void ended() {
        scheduler.execute(() -> session = NO_SESSION);
    }

    /**
     * On the scheduler's thread.
     *
     * @return whether the hub is only now being told that this clock can be believed: reports made before have no time of
     *     their own, and what it does with them depends on that, so they should wait for its next answer
     */
    public boolean received(HubSync sync) {
        clock.hubSaid(sync.hubTime());
        boolean answersThisSession = sync.session() == null || sync.session() == session;
        if (sync.wantsBirth() && answersThisSession && repeatedBirth == null) {
            // once a second at most, so that a hub that asks with every answer does not make a hot loop
            repeatedBirth = scheduler.after(
                    Duration.ofNanos(lastBirthNanos - System.nanoTime()).plus(BIRTH_PACE), () -> {
                        repeatedBirth = null;
                        birth();
                    });
        }
        boolean news = answersThisSession && sync.n() != null && !toldSynced && clock.synced();
        if (news) {
            beat();
        }
        return news;
    }

    /** One heartbeat now, beside those of the timer; on the scheduler's thread. */
    public void beat() {
        if (session != NO_SESSION) {
            publish(reports.heartbeat(session, nextN), true);
        }
    }

    private void birth() {
        if (session != NO_SESSION) {
            lastBirthNanos = System.nanoTime();
            publish(reports.birth(session, nextN), false);
        }
    }

    private void publish(StatusReport report, boolean expires) {
        toldSynced = Boolean.TRUE.equals(report.clockSynced());
        long publishedIn = session;
        long n = nextN++;
        Publication publication = Publication.of(Channel.STATUS, codec.encode(report));
        listeners.forEach(listener -> listener.published(publishedIn, n, System.nanoTime()));
        scheduler.when(
                connection.publish(expires ? publication.expiringAfter(HEARTBEAT_LIFE) : publication),
                outcome -> judged(report, outcome),
                failure -> LOG.error("event=presence.failed", failure));
    }

    private static void judged(StatusReport report, PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Accepted)) {
            LOG.warn(
                    "event=presence.not_accepted status={} session={} n={} outcome={}",
                    report.event(),
                    report.session(),
                    report.n(),
                    outcome);
        }
    }

    /** Says that the node goes on purpose; complete when the broker has it or never will. Any thread. */
    public CompletableFuture<PublishOutcome> die(ReasonCode reason) {
        CompletableFuture<PublishOutcome> told = new CompletableFuture<>();
        scheduler.execute(() -> {
            if (session == NO_SESSION) {
                told.complete(new PublishOutcome.NotSent("not connected"));
                return;
            }
            StatusReport death = reports.death(session, reason);
            session = NO_SESSION;
            scheduler.when(
                    connection.publish(Publication.of(Channel.STATUS, codec.encode(death))),
                    told::complete,
                    told::completeExceptionally);
        });
        return told;
    }
}
