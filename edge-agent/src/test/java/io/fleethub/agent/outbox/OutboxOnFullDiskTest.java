package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.SmallDisk;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.TelemetryReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that really is full: what is kept, what is said, and how the outbox comes back. */
class OutboxOnFullDiskTest {

    private static final String BIG = "x".repeat(200);

    @TempDir
    Path directory;

    private final AgentThread scheduler = new AgentThread("test-scheduler");
    private SmallDisk disk;
    private OutboxFixture fixture;

    @BeforeEach
    void open() throws Exception {
        disk = new SmallDisk(directory.resolve("disk"), 4);
        fixture = new OutboxFixture(disk.directory(), OutboxFixture.limits(1 << 30));
    }

    @AfterEach
    void close() throws Exception {
        scheduler.close();
        if (fixture != null) {
            fixture.close();
        }
        disk.close();
    }

    @Test
    void keepsReportsInMemoryUnderAStreamOfTheirOwnAndSaysSo() throws Exception {
        String onDisk = fixture.outbox.mark().streamId();
        long before = fillUntilInMemory();

        OutboxState state = fixture.outboxes.state();

        assertThat(state.streamId()).isNotEqualTo(onDisk);
        assertThat(state.lastSeq()).isEqualTo(1);
        assertThat(fixture.outbox.state().lastSeq()).isEqualTo(before);
        assertThat(fixture.errors.latest()).extracting(entry -> entry.code()).containsExactly("DISK_FULL");
    }

    @Test
    void keepsTheNewestAndCountsWhatItCouldNotKeep() throws Exception {
        fillUntilInMemory();

        for (int i = 0; i < 500; i++) {
            append(BIG);
        }

        OutboxState state = inMemory().state();
        long held = state.lastSeq() - state.firstSeq() + 1;
        assertThat(state.lastSeq()).isEqualTo(501);
        assertThat(state.dropped()).isEqualTo(501 - held).isPositive();
        assertThat(fixture.outboxes.state().dropped()).isEqualTo(state.dropped());
    }

    @Test
    void movesWhatWasNotPublishedToTheDiskWhenThereIsRoom() throws Exception {
        long before = fillUntilInMemory();
        append("second");
        disk.makeRoom();

        tend();

        await().untilAsserted(() -> assertThat(fixture.outboxes.all()).containsExactly(fixture.outbox));
        assertThat(fixture.outbox.state().lastSeq()).isEqualTo(before + 2);
        assertThat(append("on disk again")).isEqualTo(before + 3);
    }

    @Test
    void whatWasPublishedStaysInItsStreamUntilTheHubHasIt() throws Exception {
        long before = fillUntilInMemory();
        append("second");
        SqliteOutbox memory = inMemory();
        memory.wasPublished(SeqRanges.of(1, 1));
        disk.makeRoom();

        tend();

        await().untilAsserted(() -> assertThat(fixture.outbox.state().lastSeq()).isEqualTo(before + 1));
        assertThat(fixture.outboxes.all()).containsExactly(fixture.outbox, memory);
        memory.confirm(memory.mark().streamId(), SeqRanges.of(1, 1), SeqRanges.NONE)
                .join();
        tend();
        await().untilAsserted(() -> assertThat(fixture.outboxes.all()).containsExactly(fixture.outbox));
    }

    @Test
    void theTwoStreamsTakeTurnsInTheStatusWhileBothWait() throws Exception {
        append("on disk");
        fillUntilInMemory();
        List<String> told = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            told.add(fixture.outboxes.state().streamId());
        }

        String disks = fixture.outbox.mark().streamId();
        String memorys = inMemory().mark().streamId();
        assertThat(told).containsExactlyInAnyOrder(disks, memorys, disks, memorys);
    }

    @Test
    void makesRoomInsideTheFileWhenTheDiskStaysFull() throws Exception {
        fixture.reserve.restore();
        for (int i = 0; i < 2_000; i++) {
            append(BIG);
        }
        fixture.confirm("1-2000");
        fillUntilInMemory();

        tend();

        await().untilAsserted(() -> assertThat(fixture.outboxes.all()).containsExactly(fixture.outbox));
        assertThat(fixture.outbox.state().dropped()).isZero();
        assertThat(fixture.outbox.state().firstSeq()).isGreaterThan(500);
        long last = fixture.outbox.state().lastSeq();
        assertThat(append(BIG)).isEqualTo(last + 1);
    }

    @Test
    void theCountOfWhatWasLostOutlivesTheMemory() throws Exception {
        fillUntilInMemory();
        for (int i = 0; i < 500; i++) {
            append(BIG);
        }
        long lost = fixture.outboxes.state().dropped();
        disk.makeRoom();
        tend();
        await().untilAsserted(() -> assertThat(fixture.outboxes.all()).containsExactly(fixture.outbox));

        fixture.reopen("boot-2");

        assertThat(fixture.outbox.state().dropped()).isEqualTo(lost);
    }

    /** Until the disk has refused one; returns the last number that it took. */
    private long fillUntilInMemory() throws Exception {
        disk.fill();
        long last = fixture.outbox.mark().lastSeq();
        while (fixture.outboxes.all().size() == 1) {
            append(BIG);
            last = fixture.outbox.mark().lastSeq();
        }
        return last;
    }

    private SqliteOutbox inMemory() {
        return fixture.outboxes.all().get(0);
    }

    private long append(String value) {
        return fixture.outboxes
                .append(TelemetryReport.of(null, OutboxFixture.NOON, 1L, true, Map.of("test.value", value)))
                .join();
    }

    private void tend() {
        CompletableFuture.runAsync(() -> fixture.outboxes.tend(scheduler), scheduler)
                .join();
    }
}
