package io.fleethub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VirtualOutboxTest {

    private final VirtualOutbox outbox = new VirtualOutbox();

    private void append(int reports) {
        for (int i = 0; i < reports; i++) {
            outbox.append(1000L + outbox.lastSeq());
        }
    }

    @Test
    void anEmptyOutboxHasItsLastNumberBelowItsFirst() {
        assertThat(outbox.firstSeq()).isEqualTo(1);
        assertThat(outbox.lastSeq()).isZero();
    }

    @Test
    void givesOutConsecutiveNumbersThatAreNotUnderWay() {
        append(10);
        outbox.markSent(new VirtualOutbox.Run(3, 5));

        assertThat(outbox.unsent(1, 10, 100)).isEqualTo(new VirtualOutbox.Run(1, 2));
        assertThat(outbox.unsent(3, 10, 2)).isEqualTo(new VirtualOutbox.Run(6, 7));
        assertThat(outbox.unsent(3, 5, 100)).isNull();
    }

    @Test
    void whatNeverLeftIsGivenOutAgainUnlessItIsForgotten() {
        append(4);
        outbox.markSent(new VirtualOutbox.Run(1, 4));
        outbox.forget(2, 2, seq -> {}, (from, to) -> {});

        outbox.markUnsent(1, 4);

        assertThat(outbox.unsent(1, 4, 100)).isEqualTo(new VirtualOutbox.Run(1, 1));
        assertThat(outbox.unsent(2, 4, 100)).isEqualTo(new VirtualOutbox.Run(3, 4));
    }

    /** Against a plain model, over a cut of what is forgotten; the seed is in the message. */
    @Test
    void forgetsExactlyWhatIsSaidOnce() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        BitSet model = new BitSet();
        List<Long> told = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            append(random.nextInt(300));
            long last = outbox.lastSeq();
            long from = random.nextInt(3) == 0 ? 1 : 1 + (long) (random.nextDouble() * last);
            long to = from + random.nextInt(400);
            outbox.forget(from, to, told::add, (first, end) -> {});
            for (long seq = from; seq <= Math.min(to, last); seq++) {
                model.set((int) seq);
            }
            assertThat(outbox.firstSeq()).as("seed %d", seed).isEqualTo(model.nextClearBit(1));
            assertThat(outbox.held()).as("seed %d", seed).isEqualTo((int) last - model.cardinality());
            if (outbox.firstSeq() <= last) {
                assertThat(outbox.sampledAt(outbox.firstSeq())).isEqualTo(999 + outbox.firstSeq());
            }
        }

        assertThat(told).as("seed %d", seed).doesNotHaveDuplicates().hasSize(model.cardinality());
    }
}
