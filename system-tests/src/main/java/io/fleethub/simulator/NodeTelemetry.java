package io.fleethub.simulator;

import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.SeqRange;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.simulator.SimulationOptions.Load;
import io.fleethub.simulator.VirtualOutbox.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the outbox holds, live reports before the backlog, and decides by the hub's answers what goes again and
 * what is forgotten; the rules are the contract's. Confined to the node's loop.
 */
final class NodeTelemetry {

    private static final int TURNS = 3;
    /** The part of what may be unconfirmed that a backlog leaves to live reports: one in ten. */
    private static final int LIVE_SHARE = 10;

    private static final int REPORT_BYTES_AT_FIRST = 400;
    private static final int HEADER_BYTES = 120;

    private final Stage stage;
    private final int index;
    private final String streamId;
    private final String bootId;
    private final ReportSource source;
    private final NodeSession session;
    private final FaultSender faults;
    private final VirtualOutbox outbox = new VirtualOutbox();
    private final TreeMap<Long, Flight> flights = new TreeMap<>();

    private boolean open;
    private boolean hubAway;
    private boolean paused;
    private boolean waitsForPlace;
    private int places;
    private int unacknowledged;
    private int reportBytes = REPORT_BYTES_AT_FIRST;
    private long flightReports;
    private long liveAfter;
    private long backlogEnd;
    private long progressNanos;
    private boolean unpaced;

    NodeTelemetry(
            Stage stage, int index, String streamId, ReportSource source, NodeSession session, FaultSender faults) {
        this.stage = stage;
        this.index = index;
        this.streamId = streamId;
        this.bootId = session.bootId();
        this.faults = faults;
        this.source = source;
        this.session = session;
    }

    /** Reports that were made before the run, the newest a step ago. */
    void makeBacklog(int reports, long stepMillis, long now) {
        long made = 0;
        while (made < reports) {
            int chunk = (int) Math.min(TelemetryBatch.MAX_REPORTS, reports - made);
            long first = now - (reports - made) * stepMillis;
            make(chunk, first, stepMillis);
            made += chunk;
        }
        backlogEnd = outbox.lastSeq();
        liveAfter = backlogEnd;
    }

    /** Makes reports of now, and sends what may be sent. */
    void report(int reports) {
        if (outbox.held() + reports > VirtualNode.MOST_HELD) {
            stage.statistics().heldBack.add(reports);
            return;
        }
        make(reports, stage.clock().millis(), 0);
        pump();
    }

    /** Makes reports as fast as they can be sent, or no longer. */
    void unpaced(boolean on) {
        unpaced = on;
        pump();
    }

    private void make(int reports, long first, long step) {
        StringBuilder hashes = new StringBuilder(reports * 17);
        long firstSeq = outbox.lastSeq() + 1;
        for (int i = 0; i < reports; i++) {
            long seq = outbox.append(first + i * step);
            hashes.append(' ').append(source.isBad(seq) ? "!" : source.hash(seq, first + i * step));
        }
        stage.journal().made(index, firstSeq, hashes);
        stage.statistics().made.add(reports);
    }

    StatusReport.OutboxState state() {
        return new StatusReport.OutboxState(
                streamId, outbox.firstSeq(), outbox.lastSeq(), (long) outbox.held() * reportBytes, 0L, 0L);
    }

    boolean isEmpty() {
        return outbox.held() == 0;
    }

    /** A new connection; nothing is sent before the hub's answer to the birth says what need not be. */
    void connected() {
        open = false;
        paused = false;
        liveAfter = outbox.lastSeq();
    }

    void begin() {
        open = true;
        pump();
    }

    void disconnected() {
        open = false;
    }

    void hubAway(boolean away) {
        if (hubAway && !away) {
            liveAfter = outbox.lastSeq();
        }
        hubAway = away;
        pump();
    }

    /** Whether unsent reports wait for the hub to confirm what was sent. */
    boolean isBehind() {
        return maySend() && !flights.isEmpty() && outbox.unsent(1, outbox.lastSeq(), 1) != null;
    }

    /** @param askedNanos when the status was published that this answers; null when it came unasked */
    void received(HubSync sync, @Nullable Long askedNanos) {
        Long through = sync.committedThrough();
        if (through != null && streamId.equals(sync.streamId())) {
            forget(1, through);
            for (SeqRange range : sync.rangesOrNone()) {
                forget(range.from(), range.to());
            }
            dropCovered();
        }
        if (askedNanos != null) {
            if (through != null) {
                sendLost(askedNanos);
            }
            open = open || session.isConnected();
        }
        pump();
    }

    private void forget(long from, long to) {
        if (to > outbox.lastSeq()) {
            stage.statistics().syncsBeyond.increment();
        }
        long now = stage.clock().millis();
        outbox.forget(from, to, seq -> noteLatency(seq, now), (first, last) -> {
            stage.journal().forgotten(index, first, last);
            stage.statistics().confirmed.add(last - first + 1);
            progressNanos = System.nanoTime();
        });
    }

    private void noteLatency(long seq, long now) {
        if (seq > backlogEnd) {
            stage.statistics().commit.record((now - outbox.sampledAt(seq)) * 1000);
        }
    }

    private void dropCovered() {
        flights.values().removeIf(flight -> {
            boolean covered = firstHeld(flight) > flight.to();
            flightReports -= covered ? flight.to() - flight.from() + 1 : 0;
            return covered;
        });
    }

    private long firstHeld(Flight flight) {
        long seq = flight.from();
        while (seq <= flight.to() && !outbox.holds(seq)) {
            seq++;
        }
        return seq;
    }

    private void sendLost(long askedNanos) {
        if (!maySend()) {
            return;
        }
        List<Flight> lost = flights.values().stream()
                .filter(flight -> flight.isLost(askedNanos))
                .toList();
        for (Flight flight : lost) {
            if (unacknowledged >= stage.options().bounds().inFlightOfNode()) {
                return; // as due as before: the next answer sends it
            }
            sendAgain(flight);
        }
    }

    private void sendAgain(Flight flight) {
        if (flight.turns() < TURNS || (flight.alone() && progressNanos - flight.publishedNanos() <= 0)) {
            long now = System.nanoTime();
            Flight again =
                    flight.again(now, stage.options().timing().resendAtMost().toNanos());
            flights.put(again.from(), again);
            publishAgain(again);
        } else if (flight.alone()) {
            // later reports got through: it is this one, and not a hub that commits nothing at all
            flights.remove(flight.from());
            flightReports--;
            outbox.forget(flight.from(), flight.to(), seq -> {}, (first, last) -> {
                stage.journal().forgotten(index, first, last);
                stage.statistics().givenUp.increment();
            });
        } else {
            flights.remove(flight.from());
            flightReports -= flight.to() - flight.from() + 1;
            for (long seq = flight.from(); seq <= flight.to(); seq++) {
                if (outbox.holds(seq)) {
                    flights.put(seq, flight.only(seq));
                    flightReports++;
                }
            }
        }
    }

    private void publishAgain(Flight flight) {
        List<TelemetryReport> reports = new ArrayList<>();
        for (long seq = flight.from(); seq <= flight.to(); seq++) {
            if (outbox.holds(seq)) {
                reports.add(source.report(seq, outbox.sampledAt(seq)));
            }
        }
        if (!reports.isEmpty()) {
            stage.statistics().again.add(reports.size());
            unacknowledged++;
            stage.inFlight().await(() -> session.loop().post(() -> publish(reports, flight, false)));
        }
    }

    private boolean maySend() {
        return open && !paused && !hubAway && session.isConnected();
    }

    /** Sends as much as the bounds allow: live reports first. */
    private void pump() {
        while (maySend() && unacknowledged < stage.options().bounds().inFlightOfNode()) {
            Run run = next();
            if (run == null) {
                break;
            }
            if (places > 0) {
                places--;
            } else if (!stage.inFlight().tryEnter()) {
                waitForPlace();
                return;
            }
            send(run);
        }
        while (places > 0) {
            places--;
            stage.inFlight().leave();
        }
    }

    private void waitForPlace() {
        if (!waitsForPlace) {
            waitsForPlace = true;
            stage.inFlight()
                    .await(() -> session.loop().post(() -> {
                        waitsForPlace = false;
                        places++;
                        pump();
                    }));
        }
    }

    private @Nullable Run next() {
        Load load = stage.options().load();
        Run live = unsent(liveAfter + 1, outbox.lastSeq(), load.reportsPerMessage(), 0);
        if (live != null) {
            return live;
        }
        Run late = unsent(1, liveAfter, TelemetryBatch.MAX_REPORTS, LIVE_SHARE);
        if (late == null && unpaced && outbox.unsent(1, outbox.lastSeq(), 1) == null && room(0) > 0) {
            make(load.reportsPerMessage(), stage.clock().millis(), 0);
            return unsent(liveAfter + 1, outbox.lastSeq(), load.reportsPerMessage(), 0);
        }
        return late;
    }

    private @Nullable Run unsent(long from, long to, int atMost, int reserve) {
        return outbox.unsent(from, to, Math.min(Math.min(atMost, fittingInAMessage()), room(reserve)));
    }

    private int fittingInAMessage() {
        return Math.max(1, (VirtualNode.MESSAGE_BYTES - HEADER_BYTES) / reportBytes);
    }

    private int room(int reserve) {
        SimulationOptions.Bounds bounds = stage.options().bounds();
        long limit = Math.min(bounds.unconfirmedReports(), bounds.unconfirmedBytes() / reportBytes);
        limit = reserve == 0 ? limit : limit - limit / reserve;
        return (int) Math.max(0, limit - flightReports);
    }

    private void send(Run run) {
        List<TelemetryReport> reports = new ArrayList<>(run.size());
        for (long seq = run.from(); seq <= run.to(); seq++) {
            reports.add(source.report(seq, outbox.sampledAt(seq)));
        }
        outbox.markSent(run);
        Flight flight = new Flight(
                run.from(),
                run.to(),
                System.nanoTime(),
                stage.options().timing().resendAfter().toNanos(),
                0);
        flights.put(flight.from(), flight);
        flightReports += run.size();
        unacknowledged++;
        publish(reports, flight, true);
    }

    /** Takes over a place in flight, which is free again when the broker has answered. */
    private void publish(List<TelemetryReport> reports, Flight flight, boolean first) {
        byte[] payload = stage.codec().encode(TelemetryBatch.of(streamId, bootId, reports));
        reportBytes = Math.max(reportBytes, payload.length / reports.size());
        long begun = System.nanoTime();
        session.publishTelemetry(payload, outcome -> {
            unacknowledged--;
            stage.inFlight().leave();
            if (outcome == PublishOutcome.ACCEPTED) {
                faults.accepted(payload);
            }
            answered(outcome, flight, first, reports.size(), begun);
        });
    }

    private void answered(PublishOutcome outcome, Flight flight, boolean first, int reports, long begun) {
        Statistics statistics = stage.statistics();
        if (outcome == PublishOutcome.NOT_SENT) {
            takeBack(flight);
            return;
        }
        statistics.messages.increment();
        if (first) {
            statistics.published.add(reports);
        }
        if (outcome == PublishOutcome.ACCEPTED) {
            statistics.puback.record((System.nanoTime() - begun) / 1000);
            statistics.acknowledgedMessages.increment();
            statistics.acknowledged.add(reports);
        } else if (outcome == PublishOutcome.REFUSED) {
            statistics.refusedPublishes.increment();
            takeBack(flight);
            paused = true;
            session.afterRefusal(() -> {
                paused = false;
                pump();
            });
            return;
        }
        pump();
    }

    /** What never left, or was refused, waits as if it had not been tried. */
    private void takeBack(Flight flight) {
        if (flights.remove(flight.from()) != null) {
            flightReports -= flight.to() - flight.from() + 1;
            outbox.markUnsent(flight.from(), flight.to());
        }
    }
}
