package io.fleethub.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxCapTest {

    private static final long CAP = 64 << 10;
    private static final String BIG = "x".repeat(200);

    @TempDir
    Path directory;

    private OutboxFixture fixture;

    @BeforeEach
    void open() {
        fixture = new OutboxFixture(directory, OutboxFixture.limits(CAP));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void dropsTheOldestAndCountsThemWhenNothingIsConfirmed() {
        long last = fill(500);

        assertThat(fixture.outbox.state().lastSeq()).isEqualTo(500);
        assertThat(fixture.outbox.state().bytes()).isBetween(CAP - CAP / 10, CAP);
        long held = fixture.seqs("1-500").size();
        assertThat(fixture.outbox.state().dropped()).isEqualTo(500 - held).isPositive();
        assertThat(fixture.outbox.state().firstSeq()).isEqualTo(last - held + 1);
    }

    @Test
    void forgetsConfirmedReportsBeforeItDropsAnOlderOneThatIsNot() {
        fill(100);
        fixture.confirm("21-100");
        fill(150);

        assertThat(fixture.outbox.state().dropped()).isZero();
        assertThat(fixture.seqs("1-20")).hasSize(20);
        assertThat(fixture.seqs("101-250")).hasSize(150);
        assertThat(fixture.seqs("21-100")).hasSizeLessThan(80);
    }

    @Test
    void theFileDoesNotGrowBeyondTheCap() throws IOException {
        fill(1_500);
        fixture.reopen("boot-1");

        assertThat(Files.size(directory.resolve("agent.db"))).isLessThan(3 * CAP);
    }

    @Test
    void keepsItsSumsOverARestart() {
        fill(300);
        Object before = fixture.outbox.state();

        fixture.reopen("boot-1");

        assertThat(fixture.outbox.state()).isEqualTo(before);
    }

    private long fill(int reports) {
        long last = 0;
        for (int i = 0; i < reports; i++) {
            last = fixture.append(BIG);
        }
        return last;
    }
}
