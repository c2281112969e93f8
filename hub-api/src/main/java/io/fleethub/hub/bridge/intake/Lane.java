package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.mqtt.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Bounded queues with one worker thread each; what belongs to one node always goes to the same one. A worker takes what is there, up
 * to the limits of a batch, and settles it before it takes more.
 *
 * <p>{@link #offer} never waits, so the readers of the connections may call it.
 */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    /** Commits or quarantines messages and acknowledges them; runs on one worker at a time. */
    interface Work {
        /** @throws StopSignal.Stopped when the bridge stops before they are settled */
        void settle(List<Received> messages);
    }

    /** The limits of one batch; one message always fits. */
    record Limits(int messages, long bytes) {}

    private final String name;
    private final List<BlockingQueue<Received>> queues = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private final Limits limits;
    private final Work work;
    private final StopSignal stop;

    Lane(String name, int workers, int capacity, Limits limits, Work work, StopSignal stop) {
        this.name = name;
        this.limits = limits;
        this.work = work;
        this.stop = stop;
        for (int i = 0; i < workers; i++) {
            BlockingQueue<Received> queue = new LinkedBlockingQueue<>(capacity);
            queues.add(queue);
            Thread worker = new Thread(() -> work(queue), "bridge-" + name + "-" + i);
            worker.setDaemon(true);
            this.workers.add(worker);
        }
    }

    void start() {
        workers.forEach(Thread::start);
    }

    /**
     * Puts a message behind those of its node.
     *
     * @return false when the queue is full, even without the messages whose connection is gone
     */
    boolean offer(int nodeHash, Received message) {
        BlockingQueue<Received> queue = queues.get(Math.floorMod(nodeHash, queues.size()));
        if (queue.offer(message)) {
            return true;
        }
        queue.removeIf(Received::stale);
        return queue.offer(message);
    }

    int depth() {
        return queues.stream().mapToInt(BlockingQueue::size).sum();
    }

    String name() {
        return name;
    }

    /** Waits until the workers have ended, which they do after what they have in hand once the stop signal is set. */
    void join(Instant deadline, InstantSource clock) {
        for (Thread worker : workers) {
            try {
                worker.join(
                        Math.max(1, Duration.between(clock.instant(), deadline).toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work(BlockingQueue<Received> queue) {
        while (!stop.isSet()) {
            try {
                List<Received> batch = take(queue);
                if (!batch.isEmpty()) {
                    work.settle(batch);
                }
            } catch (StopSignal.Stopped e) {
                LOG.debugf("lane %s stops with messages in hand, they will come again", name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.errorf(
                        e, "lane %s: a fault of the bridge; the messages in hand come again after a reconnect", name);
            }
        }
    }

    private List<Received> take(BlockingQueue<Received> queue) throws InterruptedException {
        List<Received> batch = new ArrayList<>();
        Received next = queue.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        long bytes = 0;
        while (next != null) {
            batch.add(next);
            bytes += next.payload().length;
            next = fits(batch.size(), bytes) ? queue.poll() : null;
        }
        return batch;
    }

    private boolean fits(int messages, long bytes) {
        return messages < limits.messages() && bytes < limits.bytes();
    }

    @Override
    public String toString() {
        return name;
    }
}
