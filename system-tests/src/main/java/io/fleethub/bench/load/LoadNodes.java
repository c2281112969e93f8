package io.fleethub.bench.load;

import io.fleethub.bench.fleet.RunningFleet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The connected nodes of one fleet; they stay connected from trial to trial. For one thread. */
public final class LoadNodes implements AutoCloseable {

    private static final int AT_ONCE = 50;
    private static final int TRIES = 20;

    private final List<LoadNode> nodes;
    private final Failures failures;
    private int trials;

    private LoadNodes(List<LoadNode> nodes, Failures failures) {
        this.nodes = nodes;
        this.failures = failures;
    }

    /** Registers and connects them. */
    public static LoadNodes connect(RunningFleet fleet, int count)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Failures failures = new Failures();
        List<LoadNode> connected = new ArrayList<>();
        List<CompletableFuture<LoadNode>> connecting = new ArrayList<>();
        for (Registration.Registered node : Registration.register(fleet, count)) {
            connecting.add(connect(node, fleet, failures, TRIES));
            if (connecting.size() == AT_ONCE) {
                drain(connecting, connected);
            }
        }
        drain(connecting, connected);
        return new LoadNodes(connected, failures);
    }

    /** The broker learns of a new node a moment after its registration. */
    private static CompletableFuture<LoadNode> connect(
            Registration.Registered node, RunningFleet fleet, Failures failures, int tries) {
        return LoadNode.connect(node, fleet.mqtt(), failures)
                .exceptionallyCompose(failure -> tries == 0
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.supplyAsync(() -> tries - 1, later())
                                .thenCompose(left -> connect(node, fleet, failures, left)));
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);
    }

    private static void drain(List<CompletableFuture<LoadNode>> connecting, List<LoadNode> connected)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (CompletableFuture<LoadNode> one : connecting) {
            connected.add(one.get(1, TimeUnit.MINUTES));
        }
        connecting.clear();
    }

    /** Gives every node a new stream, whose name begins with the answer. */
    String begin(Instant from) {
        trials++;
        failures.take();
        String trial = "trial-" + trials;
        nodes.forEach(node -> node.begin(trial, from, trials));
        return trial;
    }

    public List<LoadNode> all() {
        return nodes;
    }

    Optional<String> failure() {
        return failures.take();
    }

    @Override
    public void close() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture.allOf(nodes.stream().map(LoadNode::disconnect).toArray(CompletableFuture[]::new))
                .get(1, TimeUnit.MINUTES);
    }
}
