package io.fleethub.agent.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was true when each status of this session was published, so that the hub's answer to it can be judged. Confined to
 * the sender's thread.
 */
final class StatusMarks {

    private static final int REMEMBERED = 64;

    private final Map<Long, Mark> marks = new LinkedHashMap<>();
    private long session = -1;

    /** @param confirmed what the hub had confirmed before it was asked */
    record Mark(String streamId, SeqRanges confirmed, long publishedNanos) {}

    void add(long statusSession, long n, Mark mark) {
        if (statusSession != session) {
            marks.clear();
            session = statusSession;
        }
        marks.put(n, mark);
        if (marks.size() > REMEMBERED) {
            marks.remove(marks.keySet().iterator().next());
        }
    }

    /** The mark of that status, and no more of those before it: an answer that is older says nothing new. */
    Optional<Mark> answered(long statusSession, long n) {
        if (statusSession != session) {
            return Optional.empty();
        }
        Optional<Mark> mark = Optional.ofNullable(marks.get(n));
        marks.keySet().removeIf(earlier -> earlier <= n);
        return mark;
    }
}
