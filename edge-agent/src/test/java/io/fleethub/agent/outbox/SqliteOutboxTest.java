package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest {

    private static final long LARGE = 1 << 20;

    @TempDir
    Path directory;

    private OutboxFixture fixture;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, OutboxFixture.limits(LARGE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void numbersFromOneAndGoesOnAfterARestart() {
        assertThat(fixture.append(1)).isEqualTo(1);
        assertThat(fixture.append(2)).isEqualTo(2);
        String stream = fixture.outbox.mark().streamId();

        fixture.reopen("boot-2");

        assertThat(fixture.append(3)).isEqualTo(3);
        assertThat(fixture.outbox.mark().streamId()).isEqualTo(stream);
    }

    @Test
    void anEmptyOneSaysThatItsLastIsBeforeItsFirst() {
        OutboxState state = fixture.outbox.state();

        assertThat(state.firstSeq()).isEqualTo(1);
        assertThat(state.lastSeq()).isZero();
        assertThat(state.bytes()).isZero();
    }

    @Test
    void keepsWhatIsConfirmedToRefillAHubAndRemembersTheMarkOverARestart() {
        append(5);
        fixture.confirm("1-3,5-5");

        fixture.reopen("boot-1");

        assertThat(fixture.outbox.mark().confirmed()).hasToString("1-3,5-5");
        assertThat(fixture.outbox.mark().unconfirmed(1, 5)).hasToString("4-4");
        assertThat(fixture.seqs("1-5")).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void confirmingTwiceChangesNothing() {
        append(5);
        fixture.confirm("1-3");
        OutboxMark once = fixture.outbox.mark();

        fixture.confirm("1-3");

        assertThat(fixture.outbox.mark()).isEqualTo(once);
    }

    @Test
    void ignoresTheMarkOfAnotherStream() {
        append(5);

        fixture.outbox
                .confirm("another-stream", SeqRanges.of(1, 99), SeqRanges.NONE)
                .join();

        assertThat(fixture.outbox.mark().confirmed()).isEqualTo(SeqRanges.NONE);
    }

    @Test
    void makesUnconfirmedAgainWhatTheHubHasLost() {
        append(10);
        fixture.confirm("1-10");

        fixture.outbox
                .confirm(fixture.outbox.mark().streamId(), SeqRanges.of(1, 6), SeqRanges.of(7, 10))
                .join();

        assertThat(fixture.outbox.mark().unconfirmed(1, 10)).hasToString("7-10");
        assertThat(fixture.seqs("7-10")).hasSize(4);
    }

    @Test
    void beginsANewStreamWhenTheHubKnowsNumbersThatWereNeverGivenOut() {
        append(10);
        fixture.confirm("1-4");
        String old = fixture.outbox.mark().streamId();

        fixture.confirm("1-11");

        OutboxMark mark = fixture.outbox.mark();
        assertThat(mark.streamId()).isNotEqualTo(old);
        assertThat(mark.firstSeq()).isEqualTo(1);
        assertThat(mark.lastSeq()).isEqualTo(6);
        assertThat(mark.confirmed()).isEqualTo(SeqRanges.NONE);
        assertThat(values("1-6")).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(fixture.append(11)).isEqualTo(7);
    }

    @Test
    void aReportOfAClockThatWasNotSetGoesWithTheNextOneThatHasAnAge() {
        fixture.append(1, Instant.EPOCH.plusSeconds(30));
        fixture.append(2, OutboxFixture.NOON.minus(Duration.ofDays(6)));
        fixture.append(3, OutboxFixture.NOON.minus(Duration.ofDays(5)));
        fixture.confirm("1-2");

        fixture.outbox.trim(OutboxFixture.NOON).join();
        assertThat(fixture.seqs("1-3")).containsExactly(1L, 2L, 3L);

        fixture.outbox.trim(OutboxFixture.NOON.plus(Duration.ofDays(1))).join();
        fixture.outbox.trim(OutboxFixture.NOON.plus(Duration.ofDays(2))).join();
        assertThat(fixture.seqs("1-3")).containsExactly(3L);
    }

    @Test
    void dropsAndCountsWhatTheHubWouldRefuseAsTooOld() {
        fixture.append(1, OutboxFixture.NOON.minus(Duration.ofDays(33)));
        fixture.append(2, OutboxFixture.NOON.minus(Duration.ofDays(32)));
        fixture.append(3, OutboxFixture.NOON.minus(Duration.ofDays(31)));
        fixture.append(4, OutboxFixture.NOON.minus(Duration.ofDays(29)));
        fixture.confirm("2-2");

        fixture.outbox.trim(OutboxFixture.NOON).join();

        assertThat(fixture.seqs("1-4")).containsExactly(4L);
        assertThat(fixture.outbox.state().dropped()).isEqualTo(2);
    }

    @Test
    void remembersNoMorePiecesOfWhatIsConfirmedThanItsBound() {
        append(1_200);
        SeqRanges everySecond = SeqRanges.NONE;
        for (long seq = 1; seq <= 1_200; seq += 2) {
            everySecond = everySecond.union(SeqRanges.of(seq, seq));
        }

        fixture.confirm(everySecond + ",1100-1200");

        assertThat(fixture.outbox.mark().confirmed().ranges()).hasSize(256);
        assertThat(fixture.outbox.mark().confirmed().contains(1_150)).isTrue();
        fixture.confirm("1-1200");
        assertThat(fixture.outbox.mark().confirmed()).hasToString("1-1200");
    }

    @Test
    void forgetsConfirmedReportsAfterTheirTimeAndNoOthers() {
        fixture.append(1, OutboxFixture.NOON.minus(Duration.ofDays(9)));
        fixture.append(2, OutboxFixture.NOON.minus(Duration.ofDays(8)));
        fixture.append(3, OutboxFixture.NOON.minus(Duration.ofDays(6)));
        fixture.append(4, OutboxFixture.NOON.minus(Duration.ofDays(8)));
        fixture.confirm("1-3");

        fixture.outbox.trim(OutboxFixture.NOON).join();

        assertThat(fixture.seqs("1-4")).containsExactly(3L, 4L);
        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(3);
        assertThat(fixture.outbox.state().dropped()).isZero();
    }

    @Test
    void passesAHoleAboveTheMarkSoThatItCannotHoldTheMarkForEver() {
        append(10);
        fixture.confirm("1-5");
        fixture.outbox.giveUp(fixture.outbox.mark().streamId(), 6).join();

        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(7);
        assertThat(fixture.outbox.state().refused()).isEqualTo(1);
        assertThat(fixture.seqs("1-10")).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void keepsTheMarkBelowAHoleUntilItGetsThere() {
        append(10);
        fixture.outbox.giveUp(fixture.outbox.mark().streamId(), 6).join();
        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(1);

        fixture.confirm("1-5,7-9");

        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(7);
        assertThat(fixture.outbox.mark().unconfirmed(1, 10)).hasToString("10-10");
    }

    @Test
    void aReportIsTheSameEveryTimeItIsSent() throws Exception {
        append(3);
        BatchCutter cutter = new BatchCutter(fixture.codec, OutboxFixture.limits(LARGE));
        byte[] first = cutter.batch("s", fixture.outbox.read(SeqRanges.of(1, 3), 10, 10_000))
                .payload();

        fixture.reopen("boot-2");
        byte[] again = cutter.batch("s", fixture.outbox.read(SeqRanges.of(1, 3), 10, 10_000))
                .payload();

        assertThat(again).isEqualTo(first);
        assertThat(fixture.codec.decode(TelemetryBatch.class, first).reports())
                .extracting(TelemetryReport::seq)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aBatchIsOfOneBoot() {
        append(3);
        fixture.reopen("boot-2");
        append(3);

        List<ReportRows.Row> rows = fixture.outbox.read(SeqRanges.of(1, 6), 100, Integer.MAX_VALUE);

        assertThat(rows).extracting(ReportRows.Row::seq).containsExactly(1L, 2L, 3L);
    }

    private void append(int reports) {
        for (int i = 0; i < reports; i++) {
            fixture.append(fixture.outbox.mark().lastSeq() + 1);
        }
    }

    private List<Object> values(String ranges) {
        return fixture.outbox.read(SeqRanges.parse(ranges), 100, Integer.MAX_VALUE).stream()
                .map(row -> {
                    try {
                        return fixture.codec
                                .decodeReport(row.report())
                                .metrics()
                                .get("test.value");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
