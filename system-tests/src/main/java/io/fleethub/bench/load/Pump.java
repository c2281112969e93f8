package io.fleethub.bench.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends from all nodes in turn, until it is stopped; never more at once than the window beyond what is durable, unless a
 * rate is given. One thread sends, one asks the target; the rest may ask both.
 */
final class Pump {

    private static final long IDLE_NANOS = 200_000;
    private static final long ASK_MILLIS = 20;

    private final List<LoadNode> nodes;
    private final Traffic traffic;
    private final Target target;
    private final Thread sender = new Thread(this::send, "bench-pump");
    private final Thread watcher = new Thread(this::watch, "bench-durable");
    private volatile long sent;
    private volatile long durable;
    private volatile boolean sending = true;
    private volatile boolean watching = true;
    private volatile @Nullable Exception broken;

    Pump(List<LoadNode> nodes, Traffic traffic, Target target) {
        this.nodes = nodes;
        this.traffic = traffic;
        this.target = target;
    }

    void start() {
        sender.setDaemon(true);
        watcher.setDaemon(true);
        watcher.start();
        sender.start();
    }

    long sent() {
        return sent;
    }

    long durable() {
        return durable;
    }

    void stopSending() throws InterruptedException {
        sending = false;
        sender.join();
    }

    /** @throws IllegalStateException when the target could not be asked */
    void stop() throws InterruptedException {
        stopSending();
        watching = false;
        watcher.join();
        if (broken != null) {
            throw new IllegalStateException("what is durable could not be asked", broken);
        }
    }

    private void send() {
        long begin = System.nanoTime();
        int at = 0;
        while (sending) {
            long allowed = allowed(begin);
            int tried = 0;
            boolean any = false;
            while (allowed >= traffic.perMessage() && tried < nodes.size()) {
                LoadNode node = nodes.get(at);
                at = (at + 1) % nodes.size();
                tried++;
                if (node.hasRoom()) {
                    node.send(traffic.perMessage(), traffic.live());
                    sent = sent + traffic.perMessage();
                    allowed -= traffic.perMessage();
                    any = true;
                }
            }
            if (!any) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
        }
    }

    private long allowed(long begin) {
        if (traffic.rate() > 0) {
            return (long) ((System.nanoTime() - begin) / 1e9 * traffic.rate()) - sent;
        }
        return durable + traffic.window() - sent;
    }

    private void watch() {
        while (watching) {
            try {
                durable = target.durable();
            } catch (Exception e) {
                broken = e;
                sending = false;
                return;
            }
            LockSupport.parkNanos(ASK_MILLIS * 1_000_000);
        }
    }
}
