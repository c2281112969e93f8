package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random walks with fixed seeds: whatever happens in which order, nothing is forgotten that the hub does not have. */
class OutboxRandomTest {

    @TempDir
    Path directory;

    /** A hub that keeps values by number; it can lose its latest ones, as by a restored backup. */
    private static final class Hub {
        private final Map<String, Map<Long, Object>> streams = new HashMap<>();

        void commit(String stream, long seq, Object value) {
            Object earlier =
                    streams.computeIfAbsent(stream, s -> new HashMap<>()).putIfAbsent(seq, value);
            assertThat(earlier == null || earlier.equals(value))
                    .as("number %d of %s was given to two reports", seq, stream)
                    .isTrue();
        }

        SeqRanges covered(String stream) {
            SeqRanges covered = SeqRanges.NONE;
            for (long seq : streams.getOrDefault(stream, Map.of()).keySet()) {
                covered = covered.union(SeqRanges.of(seq, seq));
            }
            return covered;
        }

        Set<Object> values() {
            Set<Object> values = new HashSet<>();
            streams.values().forEach(stream -> values.addAll(stream.values()));
            return values;
        }
    }

    @Test
    void losesNothingThroughRestartsDuplicatesReorderingAndAHubThatForgets() throws Exception {
        for (long seed = 1; seed <= 12; seed++) {
            walk(seed);
        }
    }

    private void walk(long seed) throws Exception {
        Random random = new Random(seed);
        Hub hub = new Hub();
        Set<Object> made = new HashSet<>();
        try (OutboxFixture fixture =
                new OutboxFixture(directory.resolve("walk-" + seed), OutboxFixture.limits(1 << 20))) {
            for (int step = 0; step < 150; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        Object value = "seed " + seed + " step " + step;
                        fixture.append(value);
                        made.add(value);
                    }
                    case 4, 5, 6 -> deliver(fixture, hub, random);
                    case 7 -> answer(fixture, hub);
                    case 8 -> fixture.reopen("boot-" + random.nextInt(3));
                    default -> forget(fixture, hub, random);
                }
            }
            for (int round = 0; round < 200 && !unconfirmed(fixture).isEmpty(); round++) {
                deliver(fixture, hub, random);
                answer(fixture, hub);
            }
            assertThat(unconfirmed(fixture)).as("seed %d", seed).isEqualTo(SeqRanges.NONE);
            assertThat(hub.values()).as("seed %d", seed).isEqualTo(made);
        }
    }

    private static SeqRanges unconfirmed(OutboxFixture fixture) {
        OutboxMark mark = fixture.outbox.mark();
        return mark.unconfirmed(1, mark.lastSeq());
    }

    /** Some of what is unconfirmed, some of it twice. */
    private static void deliver(OutboxFixture fixture, Hub hub, Random random) throws Exception {
        String stream = fixture.outbox.mark().streamId();
        for (ReportRows.Row row : fixture.outbox.read(unconfirmed(fixture), 1 + random.nextInt(8), 1 << 16)) {
            Object value = fixture.codec.decodeReport(row.report()).metrics().get("test.value");
            fixture.outbox.wasPublished(SeqRanges.of(row.seq(), row.seq()));
            for (int times = random.nextInt(3); times > 0; times--) {
                hub.commit(stream, row.seq(), value);
            }
        }
    }

    private static void answer(OutboxFixture fixture, Hub hub) {
        OutboxMark mark = fixture.outbox.mark();
        SeqRanges covered = hub.covered(mark.streamId());
        fixture.outbox
                .confirm(mark.streamId(), covered, mark.confirmed().minus(covered))
                .join();
    }

    /** The hub comes back from a backup: its latest reports are gone. */
    private static void forget(OutboxFixture fixture, Hub hub, Random random) {
        Map<Long, Object> stream =
                hub.streams.getOrDefault(fixture.outbox.mark().streamId(), new HashMap<>());
        if (random.nextInt(3) == 0 && !stream.isEmpty()) {
            long from = stream.size() / 2;
            stream.keySet().removeIf(seq -> seq > from);
        }
        answer(fixture, hub);
    }
}
