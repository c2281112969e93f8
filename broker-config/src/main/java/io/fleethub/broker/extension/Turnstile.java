package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.fleethub.broker.limits.TrafficLimits;
import io.fleethub.broker.limits.Verdict;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes what is beyond the limits wait, without a thread that waits: the broker goes on with the others meanwhile.
 * Thread-safe.
 */
final class Turnstile {

    /** Over the wait itself: after it the broker's own time-out refuses what nobody let go on. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TrafficLimits limits;
    private final ScheduledExecutorService timer;

    Turnstile(TrafficLimits limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.timer = timer;
    }

    TrafficLimits limits() {
        return limits;
    }

    void hold(PublishInboundOutput output, long bytes, Verdict.Delay delay) {
        Duration timeout = delay.by().plus(GRACE);
        Async<?> held = output.async(timeout, TimeoutFallback.FAILURE, AckReasonCode.QUOTA_EXCEEDED);
        after(delay, bytes, held::resume);
    }

    /** Runs it after the delay; nothing more needs to be said to the limits. */
    void after(Verdict.Delay delay, long bytes, Runnable then) {
        Runnable release = () -> {
            limits.released(bytes);
            then.run();
        };
        try {
            var unused = timer.schedule(release, delay.by().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            release.run();
        }
    }
}
