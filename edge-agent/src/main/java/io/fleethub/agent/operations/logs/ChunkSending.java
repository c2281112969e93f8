package io.fleethub.agent.operations.logs;

import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.commands.journal.UpdateSender;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.message.LogChunk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends a spooled stream in chunks, a few at a time, each again until the broker has acknowledged it.
 *
 * <p>Used once, by the command worker, which it blocks until all is acknowledged or the worker is interrupted.
 */
final class ChunkSending {

    private final LogSpool spool;
    private final UpdateSender sender;
    private final Pace pace;
    private final Deque<Sent> inFlight = new ArrayDeque<>();

    /** What is sent: which stream of the spool, for whom, and what is said in every chunk. */
    record Stream(String key, CommandId commandId, int attempt, String source, String sha256) {}

    /**
     * How fast chunks go.
     *
     * @param window so many at once
     * @param pause after each, so that other messages are not kept waiting on a link that is dear
     * @param retry before a chunk that did not reach the broker is sent again
     */
    record Pace(int window, Duration pause, Duration retry) {}

    private record Sent(int index, CompletableFuture<PublishOutcome> outcome) {}

    ChunkSending(LogSpool spool, UpdateSender sender, Pace pace) {
        this.spool = spool;
        this.sender = sender;
        this.pace = pace;
    }

    void send(Stream stream) throws IOException, InterruptedException {
        long size = spool.size(stream.key());
        int total = (int) ((size + LogChunk.MAX_SLICE_BYTES - 1) / LogChunk.MAX_SLICE_BYTES);
        for (int index = 0; index < total; index++) {
            if (inFlight.size() == pace.window()) {
                settleOldest(stream, total);
            }
            transmit(stream, index, total);
        }
        while (!inFlight.isEmpty()) {
            settleOldest(stream, total);
        }
    }

    private void transmit(Stream stream, int index, int total) throws IOException {
        byte[] slice = spool.slice(stream.key(), (long) index * LogChunk.MAX_SLICE_BYTES, LogChunk.MAX_SLICE_BYTES);
        LogChunk chunk = LogChunk.of(
                stream.commandId(), stream.attempt(), stream.source(), index, total, stream.sha256(), slice);
        inFlight.addLast(new Sent(index, sender.send(chunk)));
    }

    private void settleOldest(Stream stream, int total) throws IOException, InterruptedException {
        Sent oldest = inFlight.removeFirst();
        if (!acknowledged(oldest.outcome())) {
            TimeUnit.NANOSECONDS.sleep(pace.retry().toNanos());
            transmit(stream, oldest.index(), total);
        } else {
            TimeUnit.NANOSECONDS.sleep(pace.pause().toNanos());
        }
    }

    private static boolean acknowledged(CompletableFuture<PublishOutcome> outcome)
            throws WithheldException, InterruptedException {
        try {
            PublishOutcome known = outcome.get();
            if (known instanceof PublishOutcome.Withheld withheld) {
                throw new WithheldException(withheld.why());
            }
            return known instanceof PublishOutcome.Accepted;
        } catch (ExecutionException e) {
            return false;
        }
    }
}
