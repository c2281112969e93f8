package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.mqtt.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
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

    /** Workers, and messages that may wait for each of them. */
    record Size(int workers, int capacity) {}

    private final String name;
    private final List<BlockingQueue<Received>> queues = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private final Limits limits;
    private final Work work;
    private final StopSignal stop;
    private final InstantSource clock;
    /** Since when each worker has something in hand; null while it waits. Written by the worker, read by anybody. */
    private final AtomicReferenceArray<Instant> busySince;

    Lane(String name, Size size, Limits limits, Work work, StopSignal stop, InstantSource clock) {
        this.name = name;
        this.limits = limits;
        this.work = work;
        this.stop = stop;
        this.clock = clock;
        this.busySince = new AtomicReferenceArray<>(size.workers());
        for (int i = 0; i < size.workers(); i++) {
            int number = i;
            BlockingQueue<Received> queue = new LinkedBlockingQueue<>(size.capacity());
            queues.add(queue);
            Thread worker = new Thread(() -> work(queue, number), "bridge-" + name + "-" + i);
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
    void join(Instant deadline) {
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

    /** How long the worker that is busy for longest has had the same messages in hand. */
    Duration longestInHand() {
        Instant now = clock.instant();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < busySince.length(); i++) {
            Instant since = busySince.get(i);
            if (since != null && Duration.between(since, now).compareTo(longest) > 0) {
                longest = Duration.between(since, now);
            }
        }
        return longest;
    }

    /** Since when the oldest message that is not settled has been waiting; empty when none waits for longer than tolerated. */
    Optional<Instant> behindSince(Duration tolerated) {
        Instant now = clock.instant();
        Instant oldest = now.minus(longestInHand());
        for (BlockingQueue<Received> queue : queues) {
            Received first = queue.peek();
            if (first != null && !first.stale() && first.receivedAt().isBefore(oldest)) {
                oldest = first.receivedAt();
            }
        }
        return Duration.between(oldest, now).compareTo(tolerated) > 0 ? Optional.of(oldest) : Optional.empty();
    }

    private void work(BlockingQueue<Received> queue, int number) {
        while (!stop.isSet()) {
            try {
                List<Received> batch = take(queue);
                if (!batch.isEmpty()) {
                    busySince.set(number, clock.instant());
                    settle(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                busySince.set(number, null);
            }
        }
    }

    private void settle(List<Received> batch) {
        try {
            work.settle(batch);
        } catch (StopSignal.Stopped e) {
            LOG.debugf("lane %s stops with messages in hand, they will come again", name);
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "lane %s: a fault of the bridge; the messages in hand are given back", name);
            batch.forEach(message -> message.giveBack("a message could not be settled"));
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
