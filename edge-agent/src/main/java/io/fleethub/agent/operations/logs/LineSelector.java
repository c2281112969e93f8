package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the last lines of a log that a query asks for, going backwards from the newest.
 *
 * <p>With {@code since} or {@code until}, a line without a time of its own (a stack trace) has that of the nearest line
 * before it that has one. A log without any times cannot be judged: its lines count as fitting. Used by one thread.
 */
final class LineSelector {

    /** A line is searched and sent up to here. */
    static final int LONGEST_LINE = 64 * 1024;

    private static final int UNTIMED_LIMIT = 10_000;

    private final LogQuery query;
    private final LineTime lineTime;
    private final byte[] line = new byte[LONGEST_LINE];
    private final LineSpans chosen = new LineSpans();
    // Lines whose time is not known yet: it stands further up in the file.
    private final LineSpans undated = new LineSpans();
    private int undatedSeen;
    private boolean finished;

    LineSelector(LogQuery query, LineTime lineTime) {
        this.query = query;
        this.lineTime = lineTime;
    }

    /** @throws InterruptedException when the command's time is over before the log's beginning is reached */
    LineSpans select(LogFiles files) throws IOException, InterruptedException {
        for (int file = 0; file < files.count() && !finished; file++) {
            BackwardLines lines = new BackwardLines(files, file);
            while (!finished && lines.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while searching a log");
                }
                judge(files, file, lines);
            }
        }
        takeUndated();
        return chosen;
    }

    private void judge(LogFiles files, int file, BackwardLines lines) throws IOException {
        String text = query.timed() || query.filter() != null ? text(files, file, lines) : "";
        boolean matches = query.filter() == null || text.contains(query.filter());
        if (matches && chosen.count() + undated.count() < query.lines()) {
            undated.add(file, lines.start(), lines.length());
        }
        if (query.timed()) {
            judgeTime(text);
        } else {
            takeUndated();
        }
        finished |= chosen.count() >= query.lines();
    }

    private void judgeTime(String text) {
        Optional<Instant> time = lineTime.of(text);
        if (time.isEmpty()) {
            undatedSeen++;
            if (undatedSeen >= UNTIMED_LIMIT) {
                takeUndated();
            }
            return;
        }
        undatedSeen = 0;
        if (query.tooOld(time.get())) {
            undated.clear();
            finished = true;
        } else if (query.tooNew(time.get())) {
            undated.clear();
        } else {
            takeUndated();
        }
    }

    private void takeUndated() {
        chosen.take(undated);
    }

    private String text(LogFiles files, int file, BackwardLines lines) throws IOException {
        int length = Math.min(lines.length(), LONGEST_LINE);
        int read = files.read(file, lines.start(), ByteBuffer.wrap(line, 0, length));
        return new String(line, 0, read, StandardCharsets.UTF_8);
    }
}
