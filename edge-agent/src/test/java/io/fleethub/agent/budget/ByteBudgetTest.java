package io.fleethub.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.FakeConnection;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.config.LinkConfig;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.topic.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteBudgetTest {

    private static final long A_DAY = 100_000;
    private static final Instant EVENING = Instant.parse("2026-11-21T23:30:00Z");

    @TempDir
    Path directory;

    @TempDir
    Path root;

    private final FakeConnection connection = new FakeConnection();
    private final AtomicLong nanos = new AtomicLong();
    private ErrorLog errors;
    private AgentDatabase database;
    private MachineClock clock;
    private ByteBudget budget;
    private volatile Instant wall = EVENING;
    private Duration uptime = Duration.ofHours(1);

    @BeforeEach
    void boot() throws Exception {
        setClock(true);
        start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void start() throws IOException {
        passTime(Duration.ZERO);
        errors = new ErrorLog(() -> wall);
        database = AgentDatabase.open(directory, new MachineIdentity(Map.of()), ByteBudget.MIGRATIONS);
        clock = new MachineClock(() -> wall, root);
        budget = new ByteBudget(database, clock, link(false), errors);
    }

    @Test
    void beyondTheBudgetNothingButStatusAndUpdatesLeaves() {
        BudgetedConnection budgeted = new BudgetedConnection(connection, budget);
        int sent = 0;
        while (budgeted.publish(telemetry(9_000)).join() instanceof PublishOutcome.Accepted) {
            sent++;
        }

        assertThat(sent).isEqualTo(10);
        assertThat(budgeted.publish(of(Channel.LOGS, 10)).join()).isInstanceOf(PublishOutcome.Withheld.class);
        assertThat(budgeted.publish(telemetry(10)).join()).isInstanceOf(PublishOutcome.Withheld.class);
        assertThat(budgeted.publish(of(Channel.STATUS, 9_000)).join()).isInstanceOf(PublishOutcome.Accepted.class);
        assertThat(budgeted.publish(of(Channel.COMMAND_UPDATES, 9_000)).join())
                .isInstanceOf(PublishOutcome.Accepted.class);
        assertThat(budget.view()).isEqualTo(new BudgetView(A_DAY, 12 * 9_160L, true, false));
        assertThat(errors.latest()).extracting(entry -> entry.code()).containsExactly("BUDGET_EXHAUSTED");
    }

    @Test
    void whatWasUsedSurvivesARestart() throws Exception {
        use(60_000);
        database.close();

        start();

        assertThat(budget.view().usedToday()).isBetween(60_000L, 60_000L + A_DAY / 64);
        assertThat(budget.left()).isLessThanOrEqualTo(40_000L);
    }

    @Test
    void writesItselfDownAFewTimesADayOnly() throws Exception {
        long before = Files.size(directory.resolve("agent.db-wal"));
        for (int i = 0; i < 1_000; i++) {
            budget.count(10);
        }
        database.writeAndWait(inOrder -> true);

        // ten thousand bytes are seven steps of a 64th, each of a page or two
        assertThat(Files.size(directory.resolve("agent.db-wal")) - before).isLessThan(20 * 4_120L);
    }

    @Test
    void beginsAnewAtMidnight() throws Exception {
        use(A_DAY);
        assertThat(budget.allows(10)).isFalse();
        passTime(Duration.ofMinutes(29));
        budget.tick();
        assertThat(budget.exhausted()).isTrue();

        passTime(Duration.ofMinutes(1));
        budget.tick();

        assertThat(budget.exhausted()).isFalse();
        assertThat(budget.left()).isEqualTo(A_DAY);
    }

    @Test
    void aClockThatIsSetBackBeginsNoNewDay() throws Exception {
        use(A_DAY);
        wall = wall.minus(Duration.ofDays(3));

        budget.tick();

        assertThat(budget.allows(10)).isFalse();
    }

    @Test
    void withoutAClockADayIsTwentyFourHoursOfUptimeAlsoOverRestarts() throws Exception {
        setClock(false);
        use(A_DAY);
        passTime(Duration.ofMinutes(10));
        budget.count(A_DAY);
        database.close();
        uptime = Duration.ofSeconds(30);
        start();
        assertThat(budget.left()).isZero();
        passTime(Duration.ofHours(23));
        budget.tick();

        assertThat(budget.left()).isEqualTo(A_DAY);
    }

    @Test
    void onAMeteredLinkReportsLeaveOnceInAWhile() {
        SendTimes times = new SendTimes(budget, link(true), nanos::get);
        assertThat(times.bytes()).isPositive();
        times.nothingWaits();
        assertThat(times.bytes()).isZero();

        nanos.addAndGet(Duration.ofMinutes(15).toNanos());

        assertThat(times.bytes()).isPositive();
    }

    @Test
    void aMessageIsCutToWhatIsLeftOfTheDay() {
        SendTimes times = new SendTimes(budget, link(false), nanos::get);
        use(A_DAY - 5_000);
        assertThat(times.bytes()).isEqualTo(5_000 - 160);

        use(4_500);

        assertThat(times.bytes()).isZero();
    }

    private void use(long bytes) {
        budget.count(bytes);
        database.writeAndWait(inOrder -> true);
    }

    private void setClock(boolean synced) throws IOException {
        Path mark = root.resolve("run/systemd/timesync/synchronized");
        Files.createDirectories(mark.getParent());
        if (synced) {
            Files.writeString(mark, "");
        } else {
            Files.delete(mark);
        }
    }

    private void passTime(Duration time) throws IOException {
        wall = wall.plus(time);
        uptime = uptime.plus(time);
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/uptime"), uptime.toSeconds() + ".00 1.00\n");
    }

    private static LinkConfig link(boolean metered) {
        return new LinkConfig(A_DAY, metered, Duration.ofMinutes(5), Duration.ofMinutes(15));
    }

    private static Publication telemetry(int bytes) {
        return of(Channel.TELEMETRY, bytes);
    }

    private static Publication of(Channel channel, int bytes) {
        return Publication.of(channel, new byte[bytes]);
    }
}
