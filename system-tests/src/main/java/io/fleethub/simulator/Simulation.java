package io.fleethub.simulator;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.simulator.SimulationOptions.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated fleet, from its registration to the last report that the hub has confirmed. The way through it:
 *
 * <pre>
 * try (Simulation fleet = Simulation.start(options, journal)) {   registers, connects, begins to report
 *     …                                                           counts(), rate(…), cutAll()
 *     fleet.rate(0);
 *     fleet.awaitConfirmed(Duration.ofSeconds(60));
 * }                                                               the journal is complete
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class Simulation implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(5);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final SimulationOptions options;
    private final Journal journal;
    private final Stage stage;
    private final List<NodeLoop> loops = new ArrayList<>();
    private final List<VirtualNode> nodes = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> firstFault = new AtomicReference<>();
    private volatile double rate;
    private volatile boolean impatient;

    private Simulation(SimulationOptions options, Path journal) {
        this.options = options;
        this.journal = new Journal(journal);
        this.rate = options.load().rate();
        this.stage = new Stage(
                options,
                new MessageCodec(),
                new Statistics(),
                this.journal,
                new InFlight(options.bounds().inFlight()),
                new InFlight(options.bounds().connects()),
                InstantSource.system());
    }

    /**
     * Registers the nodes, connects them and lets them report.
     *
     * @param journal a file that is written anew
     */
    public static Simulation start(SimulationOptions options, Path journal) {
        Simulation simulation = new Simulation(options, journal);
        try {
            simulation.register();
            simulation.begin();
            return simulation;
        } catch (RuntimeException failed) {
            simulation.close();
            throw failed;
        }
    }

    /** The nodes' names. */
    public List<String> nodeIds() {
        return IntStream.rangeClosed(1, options.load().nodes())
                .mapToObj(i -> options.prefix() + "-" + i)
                .toList();
    }

    private void register() {
        List<String> ids = nodeIds();
        List<String> secrets = new Registrar(options.hub(), options.token()).register(ids);
        for (int i = 0; i < Math.min(options.bounds().loops(), ids.size()); i++) {
            loops.add(new NodeLoop("nodes-" + i, this::fault));
        }
        String run = UUID.randomUUID().toString();
        for (int i = 0; i < ids.size(); i++) {
            NodeLoop loop = loops.get(i % loops.size());
            nodes.add(new VirtualNode(stage, i, new NodeId(ids.get(i)), secrets.get(i), loop, run));
        }
        journal.flush();
    }

    private void begin() {
        nodes.forEach(VirtualNode::start);
        for (int i = 0; i < loops.size(); i++) {
            List<VirtualNode> own = ofLoop(i);
            Pacer pacer = new Pacer(own, options.load().reportsPerMessage());
            double share = (double) own.size() / nodes.size();
            loops.get(i).every(TICK, () -> pacer.tick(Double.isInfinite(rate) ? 0 : rate * share));
            loops.get(i).every(LOOK, () -> own.forEach(node -> node.look(impatient)));
        }
        loops.get(0).every(Duration.ofSeconds(1), journal::flush);
        rate(rate);
        Duration storm = options.faults().stormEvery();
        if (!storm.isZero()) {
            loops.get(0).every(storm, () -> {
                if (rate > 0) {
                    cutAll();
                }
            });
        }
    }

    private List<VirtualNode> ofLoop(int loop) {
        return IntStream.range(0, nodes.size())
                .filter(i -> i % loops.size() == loop)
                .mapToObj(nodes::get)
                .toList();
    }

    /** Reports a second of all nodes from now on; 0 stops them, {@link Load#UNPACED} lets go. */
    public void rate(double value) {
        rate = value;
        nodes.forEach(node -> node.unpaced(Double.isInfinite(value)));
    }

    public Counts counts() {
        return stage.statistics().counts();
    }

    /** From publish to PUBACK, of telemetry messages. */
    public Histogram pubackLatency() {
        return stage.statistics().puback;
    }

    /** From the sample to the sync that covers it, as the node learns it; without the backlog. */
    public Histogram commitLatency() {
        return stage.statistics().commit;
    }

    /** Messages of all nodes without a PUBACK. */
    public int inFlight() {
        return stage.inFlight().taken();
    }

    /** Cuts all connections at once; each node comes back by its own back-off. */
    public void cutAll() {
        nodes.forEach(VirtualNode::cut);
    }

    /** Waits until so many nodes are connected and have said BIRTH; whether they were in time. */
    public boolean awaitOnline(int count, Duration limit) {
        return await(() -> counts().online() >= count, limit);
    }

    /**
     * Waits until every report is forgotten, asking the hub more often than a patient node would; whether that was in time.
     * Reports that are made meanwhile count too: stop them first.
     */
    public boolean awaitConfirmed(Duration limit) {
        impatient = true;
        try {
            return await(() -> nodes.stream().allMatch(VirtualNode::isDrained) && counts().waiting() == 0, limit);
        } finally {
            impatient = false;
            journal.flush();
        }
    }

    /** Brings the journal's file up to now. */
    public Path journal() {
        journal.flush();
        return journal.file();
    }

    /** The first exception of a node's own code, which a sound run has none of. */
    public @Nullable Throwable fault() {
        return firstFault.get();
    }

    private void fault(Throwable fault) {
        firstFault.compareAndSet(null, fault);
    }

    private static boolean await(BooleanSupplier reached, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!reached.getAsBoolean()) {
                if (System.nanoTime() > end || never.await(50, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets the nodes say goodbye, ends their threads and completes the journal. */
    @Override
    public void close() {
        nodes.forEach(VirtualNode::end);
        await(() -> counts().online() == 0, GOODBYE);
        loops.forEach(NodeLoop::close);
        journal.close();
    }
}
