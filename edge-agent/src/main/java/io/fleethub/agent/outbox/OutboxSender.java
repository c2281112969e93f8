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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the outbox holds and the hub has not confirmed, and decides by the hub's answers what goes again. State
 * is confined to the scheduler's thread; what survives a restart is in the outbox alone.
 */
public final class OutboxSender implements BrokerConnection.Listener, StatusListener {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
    private static final int TURNS = 3;
    private static final int UNACKNOWLEDGED = 4;
    /** With what goes again: half of what may wait for the broker, which refuses more. */
    private static final int UNACKNOWLEDGED_AGAIN = 100;

    /** The part of what may be unconfirmed that a backlog leaves to live reports: one in ten. */
    private static final int LIVE_SHARE = 10;

    private static final Duration TRIM_PACE = Duration.ofMinutes(10);
    private static final Duration NOT_SENT_PAUSE = Duration.ofSeconds(1);
    private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(5);

    private final SqliteOutbox outbox;
    private final BatchCutter cutter;
    private final BrokerConnection connection;
    private final HubWatch hub;
    private final AgentThread scheduler;
    private final OutboxConfig limits;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Flights flights;
    private final StatusMarks statuses = new StatusMarks();

    private boolean ready;
    private boolean begun;
    private boolean paused;
    private int unacknowledged;
    private long liveAfter;
    private long lastStatusNanos;
    private long progressNanos;
    private SeqRanges confirmedBefore = SeqRanges.NONE;
    private @Nullable Runnable askHub;
    private AgentThread.@Nullable Planned planned;

    public OutboxSender(
            SqliteOutbox outbox,
            BatchCutter cutter,
            BrokerConnection connection,
            HubWatch hub,
            AgentThread scheduler,
            OutboxConfig limits,
            InstantSource clock,
            LongSupplier nanos) {
        this.outbox = outbox;
        this.cutter = cutter;
        this.connection = connection;
        this.hub = hub;
        this.scheduler = scheduler;
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
        this.progressNanos = nanos.getAsLong();
        this.flights = new Flights(limits.resendAfter().toNanos());
    }

    /** @param ask publishes one more heartbeat, which the hub answers with its mark */
    public void start(Runnable ask) {
        askHub = ask;
        outbox.onAppend(() -> scheduler.execute(this::pump));
        hub.onReturn(() -> scheduler.execute(this::hubIsBack));
        scheduler.every(TRIM_PACE, this::trim);
        Duration pace = limits.askEvery().isZero() ? Duration.ofSeconds(1) : limits.askEvery();
        scheduler.every(pace, this::askWhenBehind);
    }

    @Override
    public void ready(long session) {
        scheduler.execute(() -> {
            ready = true;
            begun = false;
            paused = false;
            liveAfter = outbox.mark().lastSeq();
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
        liveAfter = outbox.mark().lastSeq();
        pump();
    }

    private void begin() {
        begun = true;
        pump();
    }

    @Override
    public void published(long session, long n, long publishedNanos) {
        lastStatusNanos = nanos.getAsLong();
        OutboxMark now = outbox.mark();
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
        if (committedThrough == null
                || streamId == null
                || !streamId.equals(outbox.mark().streamId())) {
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
                outbox.confirm(streamId, answer.covered(), lost),
                mark -> judged(streamId, mark, asked),
                failure -> LOG.warn("event=outbox.confirm_failed detail=\"{}\"", failure.toString()));
    }

    private void judged(String streamId, OutboxMark mark, StatusMarks.@Nullable Mark asked) {
        if (!mark.streamId().equals(streamId)) {
            flights.clear();
            liveAfter = mark.lastSeq();
            return; // the hub learns the new stream with the next status
        }
        if (!mark.confirmed().minus(confirmedBefore).isEmpty()) {
            progressNanos = nanos.getAsLong();
        }
        confirmedBefore = mark.confirmed();
        flights.confirmed(mark.confirmed());
        if (asked != null && asked.streamId().equals(streamId)) {
            if (ready && !hub.away()) {
                flights.takeLost(asked.publishedNanos()).forEach(flight -> sendAgain(flight, mark));
            }
            begun = true;
        }
        pump();
    }

    private void sendAgain(Flight flight, OutboxMark mark) {
        if (unacknowledged >= UNACKNOWLEDGED_AGAIN) {
            flights.add(flight); // as due as before: the next answer sends it
            return;
        }
        LOG.info("event=outbox.again seqs={} turns={}", flight.rest(), flight.turns() + 1);
        long now = nanos.getAsLong();
        if (flight.turns() < TURNS) {
            resend(flight.again(now, limits.resendAtMost().toNanos()));
        } else if (!flight.alone()) {
            sendSingly(flight, now);
        } else if (progressNanos - flight.publishedNanos() > 0) {
            // later reports got through: it is this one, and not a hub that commits nothing at all
            flight.rest().ranges().forEach(range -> giveUp(mark.streamId(), range.from()));
        } else {
            resend(flight.again(now, limits.resendAtMost().toNanos()));
        }
    }

    private void sendSingly(Flight flight, long now) {
        Flight rest = flight;
        int room = Math.min(limits.batchReports(), UNACKNOWLEDGED_AGAIN - unacknowledged);
        for (ReportRows.Row row : outbox.read(flight.rest(), room, Integer.MAX_VALUE)) {
            Flight one = flight.oneOf(row.seq(), row.bytes(), now);
            rest = rest.without(one);
            resend(one);
        }
        if (!rest.rest().isEmpty() && !rest.equals(flight)) {
            flights.add(rest); // as due as before: the next answer sends more of them
        }
    }

    private void giveUp(String streamId, long seq) {
        scheduler.when(
                outbox.giveUp(streamId, seq),
                after -> pump(),
                failure -> LOG.warn("event=outbox.give_up_failed detail=\"{}\"", failure.toString()));
    }

    private void resend(Flight flight) {
        List<ReportRows.Row> rows = outbox.read(flight.rest(), limits.batchReports(), Integer.MAX_VALUE);
        if (!rows.isEmpty()) {
            publish(rows, flight);
        }
    }

    private boolean maySend() {
        return ready && begun && !paused && !hub.away();
    }

    /** Sends as much as the bounds allow: live reports first. */
    private void pump() {
        while (maySend() && unacknowledged < UNACKNOWLEDGED) {
            OutboxMark mark = outbox.mark();
            List<ReportRows.Row> rows = next(mark.unconfirmed(liveAfter + 1, mark.lastSeq()), 0);
            if (rows.isEmpty()) {
                rows = next(mark.unconfirmed(1, liveAfter), LIVE_SHARE);
            }
            if (rows.isEmpty()) {
                return;
            }
            int bytes = rows.stream().mapToInt(ReportRows.Row::bytes).sum();
            SeqRanges seqs = rows.stream()
                    .map(row -> SeqRanges.of(row.seq(), row.seq()))
                    .reduce(SeqRanges.NONE, SeqRanges::union);
            publish(
                    rows,
                    Flight.first(
                            seqs, bytes, nanos.getAsLong(), limits.resendAfter().toNanos()));
        }
    }

    /** @param reserve one part in so many stays free; 0 for none */
    private List<ReportRows.Row> next(SeqRanges unconfirmed, int reserve) {
        SeqRanges unsent = flights.notIn(unconfirmed);
        long reports = room(limits.unconfirmedReports(), reserve) - flights.reports();
        long bytes = room(limits.unconfirmedBytes(), reserve) - flights.bytes();
        if (unsent.isEmpty() || reports <= 0 || bytes <= 0) {
            return List.of();
        }
        return outbox.read(
                unsent, (int) Math.min(limits.batchReports(), reports), (int) Math.min(cutter.maxBytes(), bytes));
    }

    private static long room(int limit, int reserve) {
        return reserve == 0 ? limit : limit - limit / reserve;
    }

    private void publish(List<ReportRows.Row> rows, Flight flight) {
        String streamId = outbox.mark().streamId();
        BatchCutter.Cut cut = cutter.batch(streamId, rows);
        cut.damaged().forEach(seq -> giveUp(streamId, seq));
        // Also when nothing is left to send: until the damaged rows are gone they must not be read again.
        flights.add(flight);
        byte[] payload = cut.payload();
        if (payload == null) {
            return;
        }
        unacknowledged++;
        scheduler.when(
                connection.publish(Publication.of(Channel.TELEMETRY, payload)),
                outcome -> published(flight, outcome),
                failure -> LOG.error("event=outbox.publish_failed", failure));
    }

    private void published(Flight flight, PublishOutcome outcome) {
        unacknowledged--;
        if (outcome instanceof PublishOutcome.NotSent) {
            flights.remove(flight);
            scheduler.after(NOT_SENT_PAUSE, this::pump); // or the next connection sends it
            return;
        }
        if (outcome instanceof PublishOutcome.Refused) {
            flights.remove(flight);
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
        OutboxMark mark = outbox.mark();
        boolean waiting = !flights.isEmpty()
                && !flights.notIn(mark.unconfirmed(1, mark.lastSeq())).isEmpty();
        boolean due = nanos.getAsLong() - lastStatusNanos >= limits.askEvery().toNanos();
        if (maySend() && waiting && due && askHub != null) {
            askHub.run();
        }
    }

    private void trim() {
        scheduler.when(
                outbox.trim(clock.instant()),
                mark -> {},
                failure -> LOG.warn("event=outbox.trim_failed detail=\"{}\"", failure.toString()));
    }
}
