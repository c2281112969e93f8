package io.fleethub.simulator;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.simulator.SimulationOptions.Load;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One node of a run: puts its session and its telemetry together. Everything happens on its loop. */
final class VirtualNode implements NodeSession.Listener {

    /** What an outbox holds at most; a node that comes there makes no more. */
    static final int MOST_HELD = 2_000_000;
    /** The largest message that a node cuts; the contract takes 256 KiB. */
    static final int MESSAGE_BYTES = 240 << 10;

    private final NodeLoop loop;
    private final NodeSession session;
    private final NodeTelemetry telemetry;
    private volatile boolean drained;

    VirtualNode(Stage stage, int index, NodeId node, String secret, NodeLoop loop, String run) {
        SimulationOptions options = stage.options();
        Load load = options.load();
        long seed = ReportSource.seedOf(options.seed(), node.value());
        long now = stage.clock().millis();
        long bootedAt = now - load.backlog() * load.backlogStep().toMillis() - 60_000;
        this.loop = loop;
        NodeConnection connection = new NodeConnection(node, secret, options, loop);
        this.session = new NodeSession(stage, loop, connection, run, bootedAt, new Random(seed), this);
        FaultSender faults = new FaultSender(stage, index, session, new Random(~seed));
        ReportSource source = new ReportSource(
                seed, bootedAt, load.metrics(), options.faults().bad());
        String stream = "stream-" + run;
        stage.journal().node(index, node, stream);
        this.telemetry = new NodeTelemetry(stage, index, stream, source, session, faults);
        telemetry.makeBacklog(load.backlog(), load.backlogStep().toMillis(), now);
        this.drained = telemetry.isEmpty();
    }

    void start() {
        loop.execute(session::start);
    }

    void report(int reports) {
        drained = false;
        telemetry.report(reports);
    }

    void unpaced(boolean on) {
        loop.execute(() -> telemetry.unpaced(on));
    }

    /** Called now and then: a backlog asks for the hub's mark instead of waiting for the next heartbeat. */
    void look(boolean impatient) {
        if (telemetry.isBehind() || (impatient && !telemetry.isEmpty())) {
            session.askHub();
        }
        drained = telemetry.isEmpty();
    }

    /** Whether it held nothing when it last looked. */
    boolean isDrained() {
        return drained;
    }

    void cut() {
        loop.execute(session::cut);
    }

    void end() {
        loop.execute(session::end);
    }

    @Override
    public void connected() {
        telemetry.connected();
    }

    @Override
    public void disconnected() {
        telemetry.disconnected();
    }

    @Override
    public void unanswered() {
        telemetry.begin();
    }

    @Override
    public void synced(HubSync sync, @Nullable Long askedNanos) {
        telemetry.received(sync, askedNanos);
    }

    @Override
    public void hubAway(boolean away) {
        telemetry.hubAway(away);
    }

    @Override
    public StatusReport.OutboxState outbox() {
        return telemetry.state();
    }
}
