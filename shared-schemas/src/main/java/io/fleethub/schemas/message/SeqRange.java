package io.fleethub.schemas.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** A range of sequence numbers, both ends in it; on the wire {@code [from, to]}. */
public record SeqRange(long from, long to) {

    @JsonCreator(mode = JsonCreator.Mode.DISABLED)
    public SeqRange {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("ranges[]: must be [from, to] with 1 <= from <= to");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SeqRange ofPair(List<Long> pair) {
        if (pair.size() != 2 || pair.contains(null)) {
            throw new IllegalArgumentException("ranges[]: must be [from, to]");
        }
        return new SeqRange(pair.get(0), pair.get(1));
    }

    @JsonValue
    List<Long> pair() {
        return List.of(from, to);
    }
}
