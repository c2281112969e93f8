package io.fleethub.agent.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentThreadTest {

    private final AgentThread thread = new AgentThread("test");

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        thread.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });

        CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> "ran", thread);

        assertThat(next).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ran");
    }

    @Test
    void goesOnRepeatingATaskThatThrows() throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);

        thread.every(Duration.ofMillis(1), () -> {
            turns.incrementAndGet();
            three.countDown();
            throw new IllegalStateException("expected by the test");
        });

        assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closingDoesWhatWaitsAndForgetsWhatWasPlannedForLater() {
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        CountDownLatch held = new CountDownLatch(1);
        thread.execute(() -> await(held));
        thread.execute(() -> done.add("waiting"));
        thread.after(Duration.ofHours(1), () -> done.add("later"));
        held.countDown();

        thread.close();

        assertThat(List.copyOf(done)).containsExactly("waiting");
    }

    @Test
    void whatIsCalledOffDoesNotRun() {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(1);
        thread.execute(() -> await(held));
        thread.after(Duration.ZERO, ran::incrementAndGet).cancel();
        held.countDown();

        CompletableFuture.runAsync(() -> {}, thread).join();

        assertThat(ran).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
