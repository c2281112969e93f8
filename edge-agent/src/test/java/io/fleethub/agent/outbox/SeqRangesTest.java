package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeqRangesTest {

    private static final int UNIVERSE = 60;

    @Test
    void joinsRangesThatTouch() {
        assertThat(SeqRanges.of(1, 3).union(SeqRanges.of(4, 6))).hasToString("1-6");
        assertThat(SeqRanges.of(1, 3).union(SeqRanges.of(5, 6))).hasToString("1-3,5-6");
    }

    @Test
    void cutsHolesOut() {
        assertThat(SeqRanges.of(1, 10).minus(SeqRanges.parse("1-2,5-5,9-20"))).hasToString("3-4,6-8");
    }

    @Test
    void anEmptyTextIsNothing() {
        assertThat(SeqRanges.parse("")).isEqualTo(SeqRanges.NONE);
        assertThat(SeqRanges.of(5, 4)).isEqualTo(SeqRanges.NONE);
    }

    @Test
    void agreesWithASetOfBitsOnRandomOperations() {
        Random random = new Random(20261121);
        SeqRanges ranges = SeqRanges.NONE;
        BitSet bits = new BitSet();
        for (int round = 0; round < 2_000; round++) {
            int from = 1 + random.nextInt(UNIVERSE);
            int to = Math.min(UNIVERSE, from + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    ranges = ranges.union(SeqRanges.of(from, to));
                    bits.set(from, to + 1);
                }
                case 2, 3 -> {
                    ranges = ranges.minus(SeqRanges.of(from, to));
                    bits.clear(from, to + 1);
                }
                default ->
                    assertThat(ranges.within(from, to).size())
                            .isEqualTo(bits.get(from, to + 1).cardinality());
            }
            ranges = SeqRanges.parse(ranges.toString());
            assertThat(ranges.size()).isEqualTo(bits.cardinality());
            assertThat(ranges.highest().orElse(-1)).isEqualTo(bits.length() - 1);
            for (int seq = 1; seq <= UNIVERSE; seq++) {
                assertThat(ranges.contains(seq)).as("%d in %s", seq, ranges).isEqualTo(bits.get(seq));
            }
        }
    }
}
