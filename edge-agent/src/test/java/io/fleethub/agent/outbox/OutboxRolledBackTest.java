package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that was put back to an earlier state gives out numbers that are taken: nothing may be lost by it. */
class OutboxRolledBackTest {

    @TempDir
    Path directory;

    private OutboxFixture fixture;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, OutboxFixture.limits(1 << 20));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void isNoticedAtOnceByTheMarkBesideTheDatabase() throws IOException {
        rollBack(5, 15);

        assertThat(fixture.outbox.rolledBack()).isTrue();
    }

    @Test
    void whatTheHubHasGoesAndTheRestGetsNewNumbers() throws Exception {
        rollBack(5, 15);
        String old = fixture.outbox.mark().streamId();
        append("new", 3);

        fixture.outbox.confirm(old, SeqRanges.of(1, 12), SeqRanges.NONE).join();

        assertThat(fixture.outbox.mark().streamId()).isNotEqualTo(old);
        assertThat(values()).containsExactly("new 1", "new 2", "new 3");
        assertThat(fixture.outbox.rolledBack()).isFalse();
        assertThat(fixture.errors.latest()).extracting(entry -> entry.code()).containsExactly("OUTBOX_RENUMBERED");
    }

    @Test
    void isNoticedByTheHubsAnswerAlsoWhenTheNumbersHavePassedItsMark() throws Exception {
        rollBack(5, 15);
        Files.delete(directory.resolve("outbox.mark"));
        fixture.reopen("boot-2");
        String old = fixture.outbox.mark().streamId();
        append("new", 20);

        fixture.outbox.confirm(old, SeqRanges.of(1, 15), SeqRanges.NONE).join();

        assertThat(fixture.outbox.mark().streamId()).isNotEqualTo(old);
        assertThat(values()).hasSize(20).startsWith("new 1");
    }

    @Test
    void withoutAWordOfTheHubEverythingGoesUnderNewNumbers() throws Exception {
        rollBack(5, 15);
        append("new", 1);

        fixture.outbox.beginAnew().join();

        assertThat(values()).containsExactly("first 1", "first 2", "first 3", "first 4", "first 5", "new 1");
        fixture.reopen("boot-2");
        assertThat(fixture.outbox.rolledBack()).isFalse();
    }

    @Test
    void anOrdinaryRestartIsNone() {
        append("first", 5);
        fixture.reopen("boot-2");
        String stream = fixture.outbox.mark().streamId();
        append("more", 2);

        fixture.outbox.confirm(stream, SeqRanges.of(1, 5), SeqRanges.NONE).join();

        assertThat(fixture.outbox.rolledBack()).isFalse();
        assertThat(fixture.outbox.mark().streamId()).isEqualTo(stream);
    }

    /** Makes so many reports, goes on to more, and puts the database back to where it was before. */
    private void rollBack(int before, int after) throws IOException {
        append("first", before);
        fixture.close();
        Files.copy(directory.resolve("agent.db"), directory.resolve("earlier.db"));
        fixture = new OutboxFixture(directory, OutboxFixture.limits(1 << 20));
        append("later", after - before);
        fixture.close();
        Files.move(directory.resolve("earlier.db"), directory.resolve("agent.db"), StandardCopyOption.REPLACE_EXISTING);
        fixture = new OutboxFixture(directory, OutboxFixture.limits(1 << 20));
    }

    private void append(String text, int reports) {
        for (int i = 1; i <= reports; i++) {
            fixture.append(text + " " + i);
        }
    }

    private List<Object> values() throws Exception {
        List<Object> values = new ArrayList<>();
        for (ReportRows.Row row : fixture.outbox.read(SeqRanges.of(1, 1_000), 1_000, Integer.MAX_VALUE)) {
            values.add(fixture.codec.decodeReport(row.report()).metrics().get("test.value"));
        }
        return values;
    }
}
