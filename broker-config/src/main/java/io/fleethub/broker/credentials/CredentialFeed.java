package io.fleethub.broker.credentials;

import io.fleethub.broker.config.FeedSettings;
import io.fleethub.broker.config.StartRefusedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store at the hub's latest revision for as long as the broker runs. Has one thread of its own, which is the
 * only writer of the store; while the hub is away what was known stays in force.
 */
public final class CredentialFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialFeed.class);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final long STOP_MILLIS = 2_000;

    private final FeedClient client;
    private final CredentialStore store;
    private final RetryPause pause;
    private final Runnable onChange;
    private final Thread thread;
    private volatile boolean closed;
    /** Of the feed's thread only. */
    private boolean away;

    /** @param onChange called on the feed's thread after each change is in force */
    public CredentialFeed(FeedSettings settings, CredentialStore store, Runnable onChange, RandomGenerator random)
            throws StartRefusedException {
        this.client = new FeedClient(settings);
        this.store = store;
        this.onChange = onChange;
        this.pause = new RetryPause(settings.longestPause(), random);
        this.thread = new Thread(this::run, "credential-feed");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                askGuarded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong with one answer must not end the thread: without it nothing would be revoked any more. */
    private void askGuarded() throws InterruptedException {
        try {
            ask();
        } catch (RuntimeException e) {
            // Without its message, which may quote a header or an answer.
            StackTraceElement[] trace = e.getStackTrace();
            LOG.error(
                    "the credential feed failed and is asked again reason={} at={}",
                    e.getClass().getName(),
                    trace.length == 0 ? "?" : trace[0]);
            TimeUnit.MILLISECONDS.sleep(pause.next().toMillis());
        }
    }

    private void ask() throws InterruptedException {
        Long revision = store.get().revision();
        long askedAt = System.nanoTime();
        FeedResult result = client.ask(revision);
        if (result instanceof FeedResult.Failed failed) {
            if (!away) {
                LOG.warn("the hub's credential feed does not answer reason={}", failed.reason());
            }
            away = true;
            TimeUnit.MILLISECONDS.sleep(pause.next().toMillis());
            return;
        }
        if (away) {
            LOG.info("the hub's credential feed answers again");
        }
        away = false;
        take(result);
        if (isNews(result, revision)) {
            pause.reset();
        } else if (System.nanoTime() - askedAt < SOON.toNanos()) {
            // A hub that cannot hold requests now must not be asked in a circle.
            TimeUnit.MILLISECONDS.sleep(pause.next().toMillis());
        }
    }

    private static boolean isNews(FeedResult result, @Nullable Long revision) {
        return result instanceof FeedResult.Changed changed
                && (revision == null || changed.answer().revision() != revision);
    }

    private void take(FeedResult result) {
        if (result instanceof FeedResult.Changed changed) {
            store.apply(changed.answer());
            onChange.run();
        } else {
            store.keep();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
