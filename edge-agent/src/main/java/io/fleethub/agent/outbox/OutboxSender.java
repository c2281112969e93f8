package io.fleethub.agent.outbox;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.config.OutboxConfig;
import io.fleethub.agent.presence.HubWatch;
import io.fleethub.agent.presence.StatusListener;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.topic.Channel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the outboxes hold and the hub has not confirmed, and decides by the hub's answers what goes again. State
 * is confined to the scheduler's thread; what survives a restart is in the outbox alone.
 */
public final class OutboxSender implements BrokerConnection.Listener, StatusListener {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
    private static final int TURNS = 3;
    private static final int UNACKNOWLEDGED = 4;

    /** Two more places than a backlog has, of the eight that the connection has. */
    private static final int UNACKNOWLEDGED_WITH_NEWS = 6;

    /** With what goes again: half of what may wait for the broker, which refuses more. */
    private static final int UNACKNOWLEDGED_AGAIN = 100;

    /** The part of what may be unconfirmed that a backlog leaves to live reports: one in ten. */
    private static final int LIVE_SHARE = 10;

    private static final Duration TRIM_PACE = Duration.ofMinutes(10);
    private static final Duration NOT_SENT_PAUSE = Duration.ofSeconds(1);
    private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(5);

    private final Outboxes outboxes;
    private final BatchCutter cutter;
    private final BrokerConnection connection;
    private final HubWatch hub;
    private final AgentThread scheduler;
    private final OutboxConfig limits;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final StatusMarks statuses = new StatusMarks();
    private final LinkPace pace;
    private final Lanes lanes;

    private boolean ready;
    private boolean begun;
    private boolean paused;
    private int unacknowledged;
    private long lastStatusNanos;
    private @Nullable Runnable askHub;
    private SendGate gate = SendGate.OPEN;
    private AgentThread.@Nullable Planned planned;

    public OutboxSender(
            Outboxes outboxes,
            BatchCutter cutter,
            BrokerConnection connection,
            HubWatch hub,
            AgentThread scheduler,
            OutboxConfig limits,
            InstantSource clock,
            LongSupplier nanos) {
        this.outboxes = outboxes;
        this.cutter = cutter;
        this.connection = connection;
        this.hub = hub;
        this.scheduler = scheduler;
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
        this.pace = new LinkPace(limits.firstWindowBytes());
        this.lanes = new Lanes(outboxes, limits.resendAfter().toNanos(), nanos);
    }

    /**
     * @param ask publishes one more heartbeat, which the hub answers with its mark
     * @param sendGate whether a budget or a metered link lets reports out now
     */
    public void start(Runnable ask, SendGate sendGate) {
        askHub = ask;
        gate = sendGate;
        outboxes.onAppend(() -> scheduler.execute(this::pump));
        outboxes.start(scheduler, limits);
        hub.onReturn(() -> scheduler.execute(this::hubIsBack));
        scheduler.every(TRIM_PACE, this::trim);
        Duration often = limits.askEvery().isZero() ? Duration.ofSeconds(1) : limits.askEvery();
        scheduler.every(often, () -> {
            pump(); // the gate may have opened
            askWhenBehind();
        });
    }

    @Override
    public void ready(long session) {
        scheduler.execute(() -> {
            ready = true;
            begun = false;
            paused = false;
            pace.begin(nanos.getAsLong());
            lanes.nothingIsNews();
            // The answer to the birth says what need not be sent. When it is lost, sending begins without it.
            planned = scheduler.after(limits.resendAfter().dividedBy(3), this::begin);
        });
    }

    @Override
    public void ended() {
        scheduler.execute(() -> {
            ready = false;
            if (planned != null) {
                planned.cancel();
            }
        });
    }

    private void hubIsBack() {
        lanes.nothingIsNews();
        pump();
    }

    private void begin() {
        begun = true;
        for (Lane lane : lanes.all()) {
            if (lane.outbox().rolledBack()) {
                scheduler.when(lane.outbox().beginAnew(), renumbered -> pump(), failure -> notKept(failure, null));
            }
        }
        pump();
    }

    @Override
    public void published(long session, long n, long publishedNanos) {
        lastStatusNanos = nanos.getAsLong();
        OutboxMark now = outboxes.announced().mark();
        statuses.add(session, n, new StatusMarks.Mark(now.streamId(), now.confirmed(), lastStatusNanos));
    }

    /** The hub's word; on the scheduler's thread. */
    public void received(HubSync sync) {
        Long session = sync.session();
        Long n = sync.n();
        StatusMarks.@Nullable Mark asked = session == null || n == null
                ? null
                : statuses.answered(session, n).orElse(null);
        Long committedThrough = sync.committedThrough();
        String streamId = sync.streamId();
        Optional<Lane> lane = lanes.of(streamId);
        if (committedThrough == null || streamId == null || lane.isEmpty()) {
            if (asked != null) {
                begin();
            }
            return;
        }
        HubAnswer answer = HubAnswer.of(sync, committedThrough);
        SeqRanges lost = asked == null || !asked.streamId().equals(streamId)
                ? SeqRanges.NONE
                : answer.lostSince(asked.confirmed());
        if (!lost.isEmpty()) {
            LOG.warn("event=outbox.hub_went_back streamId={} unconfirmed={}", streamId, lost);
        }
        scheduler.when(
                lane.get().outbox().confirm(streamId, answer.covered(), lost),
                mark -> judged(lane.get(), streamId, mark, asked),
                failure -> notKept(failure, asked));
    }

    /** The disk does not take the hub's word. It will be said again; until then the reports count as unconfirmed. */
    private void notKept(Throwable failure, StatusMarks.@Nullable Mark asked) {
        LOG.warn("event=outbox.confirm_failed detail=\"{}\"", failure.toString());
        if (asked != null) {
            begin();
        }
    }

    private void judged(Lane lane, String streamId, OutboxMark mark, StatusMarks.@Nullable Mark asked) {
        lane.mark();
        if (!mark.streamId().equals(streamId)) {
            return; // the hub learns the new stream with the next status
        }
        lane.confirmed(mark.confirmed(), nanos.getAsLong());
        if (asked != null) {
            if (asked.streamId().equals(streamId) && ready && !hub.away()) {
                lane.flights().takeLost(asked.publishedNanos()).forEach(flight -> sendAgain(lane, flight, mark));
            }
            begun = true;
        }
        pump();
    }

    private void sendAgain(Lane lane, Flight flight, OutboxMark mark) {
        if (unacknowledged >= UNACKNOWLEDGED_AGAIN || !pace.hasRoom() || gate.bytes() < flight.bytes()) {
            lane.flights().add(flight); // as due as before: the next answer sends it
            return;
        }
        LOG.info("event=outbox.again seqs={} turns={}", flight.rest(), flight.turns() + 1);
        long now = nanos.getAsLong();
        if (flight.turns() < TURNS) {
            resend(lane, flight.again(now, limits.resendAtMost().toNanos()));
        } else if (!flight.alone()) {
            sendSingly(lane, flight, now);
        } else if (lane.progressNanos() - flight.publishedNanos() > 0) {
            // later reports got through: it is this one, and not a hub that commits nothing at all
            flight.rest().ranges().forEach(range -> giveUp(lane, mark.streamId(), range.from()));
        } else {
            resend(lane, flight.again(now, limits.resendAtMost().toNanos()));
        }
    }

    private void sendSingly(Lane lane, Flight flight, long now) {
        Flight rest = flight;
        int room = Math.min(limits.batchReports(), UNACKNOWLEDGED_AGAIN - unacknowledged);
        for (ReportRows.Row row : lane.read(flight.rest(), room, Integer.MAX_VALUE)) {
            Flight one = flight.oneOf(row.seq(), row.bytes(), now);
            rest = rest.without(one);
            resend(lane, one);
        }
        if (!rest.rest().isEmpty() && !rest.equals(flight)) {
            lane.flights().add(rest); // as due as before: the next answer sends more of them
        }
    }

    private void giveUp(Lane lane, String streamId, long seq) {
        scheduler.when(
                lane.outbox().giveUp(streamId, seq),
                after -> pump(),
                failure -> LOG.warn("event=outbox.give_up_failed detail=\"{}\"", failure.toString()));
    }

    private void resend(Lane lane, Flight flight) {
        List<ReportRows.Row> rows = lane.read(flight.rest(), limits.batchReports(), Integer.MAX_VALUE);
        if (!rows.isEmpty()) {
            publish(lane, rows, flight);
        }
    }

    private boolean maySend() {
        return ready && begun && !paused && !hub.away();
    }

    /** Sends as much as the bounds allow: news of all streams first. */
    private void pump() {
        boolean more = true;
        while (more && maySend() && gate.bytes() > 0) {
            more = sendNews() || sendBacklog();
        }
        if (!more && !lanes.anyWaits()) {
            gate.nothingWaits();
        }
    }

    private boolean sendNews() {
        // one message of news may always go, however much is underway
        boolean room = unacknowledged < UNACKNOWLEDGED && pace.hasRoom();
        for (Lane lane : lanes.all()) {
            if (unacknowledged < UNACKNOWLEDGED_WITH_NEWS && (room || !lane.newsUnderway())) {
                List<ReportRows.Row> rows = next(lane, lane.unsentNews(), 0);
                if (!rows.isEmpty()) {
                    lane.sentNews(ReportRows.seqs(rows));
                    send(lane, rows);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean sendBacklog() {
        for (Lane lane : lanes.all()) {
            if (unacknowledged < UNACKNOWLEDGED && pace.hasRoom()) {
                List<ReportRows.Row> rows = next(lane, lane.unsentBacklog(), LIVE_SHARE);
                if (!rows.isEmpty()) {
                    send(lane, rows);
                    return true;
                }
            }
        }
        return false;
    }

    /** @param reserve one part in so many stays free; 0 for none */
    private List<ReportRows.Row> next(Lane lane, SeqRanges unsent, int reserve) {
        long reports = lanes.reportsLeft(limits.unconfirmedReports(), reserve);
        long bytes = lanes.bytesLeft(limits.unconfirmedBytes(), reserve);
        if (unsent.isEmpty() || reports <= 0 || bytes <= 0) {
            return List.of();
        }
        int most = Math.min(gate.bytes(), Math.min(cutter.maxBytes(), pace.batchBytes()));
        return lane.read(unsent, (int) Math.min(limits.batchReports(), reports), (int) Math.min(most, bytes));
    }

    private void send(Lane lane, List<ReportRows.Row> rows) {
        int bytes = rows.stream().mapToInt(ReportRows.Row::bytes).sum();
        long wait = limits.resendAfter().toNanos();
        publish(lane, rows, Flight.first(ReportRows.seqs(rows), bytes, nanos.getAsLong(), wait));
    }

    private void publish(Lane lane, List<ReportRows.Row> rows, Flight flight) {
        String streamId = lane.mark().streamId();
        BatchCutter.Cut cut = cutter.batch(streamId, rows);
        cut.damaged().forEach(seq -> giveUp(lane, streamId, seq));
        // Also when nothing is left to send: until the damaged rows are gone they must not be read again.
        lane.flights().add(flight);
        byte[] payload = cut.payload();
        if (payload == null) {
            return;
        }
        lane.outbox().wasPublished(flight.rest());
        unacknowledged++;
        pace.sent(payload.length);
        long sentNanos = nanos.getAsLong();
        scheduler.when(
                connection.publish(Publication.of(Channel.TELEMETRY, payload)),
                outcome -> {
                    judgePace(payload.length, sentNanos, outcome);
                    published(lane, flight, outcome);
                },
                failure -> LOG.error("event=outbox.publish_failed", failure));
    }

    private void judgePace(int bytes, long sentNanos, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Accepted || outcome instanceof PublishOutcome.NoSubscriber) {
            pace.acknowledged(bytes, sentNanos, nanos.getAsLong());
        } else {
            pace.gone(bytes);
        }
    }

    private void published(Lane lane, Flight flight, PublishOutcome outcome) {
        unacknowledged--;
        lane.acknowledged(flight);
        if (outcome instanceof PublishOutcome.NotSent || outcome instanceof PublishOutcome.Withheld) {
            lane.flights().remove(flight);
            scheduler.after(NOT_SENT_PAUSE, this::pump); // or the next connection sends it
            return;
        }
        if (outcome instanceof PublishOutcome.Refused) {
            lane.flights().remove(flight);
            paused = true;
            scheduler.after(REFUSAL_PAUSE, () -> {
                paused = false;
                pump();
            });
            return;
        }
        pump();
    }

    /** A backlog that waits for the hub's mark asks for it, instead of waiting for the next heartbeat. */
    private void askWhenBehind() {
        // on a slow link, where little is underway, the usual heartbeat is soon enough
        boolean full = 2 * lanes.reportsUnderway() >= limits.unconfirmedReports()
                || 2 * lanes.bytesUnderway() >= limits.unconfirmedBytes();
        boolean due = nanos.getAsLong() - lastStatusNanos >= limits.askEvery().toNanos();
        if (maySend() && full && due && lanes.anyWaits() && askHub != null) {
            askHub.run();
        }
    }

    private void trim() {
        for (SqliteOutbox outbox : outboxes.all()) {
            scheduler.when(
                    outbox.trim(clock.instant()),
                    mark -> {},
                    failure -> LOG.warn("event=outbox.trim_failed detail=\"{}\"", failure.toString()));
        }
    }
}
