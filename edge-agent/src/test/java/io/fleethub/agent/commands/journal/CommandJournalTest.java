package io.fleethub.agent.commands.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.UpdateStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandJournalTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final JournalLimits LIMITS = new JournalLimits(Duration.ofDays(30), 3);

    @TempDir
    Path home;

    private final Random random = new Random(3);
    private AgentDatabase database;

    @BeforeEach
    void open() {
        database = AgentDatabase.open(home, new MachineIdentity(Map.of()), CommandTables.MIGRATIONS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anEntryIsFoundAsItWasWrittenAlsoAfterReopening() {
        JournalEntry entry = entry(NOW, JournalEntry.Phase.RECEIVED);
        journal(NOW).insert(entry);
        journal(NOW).checkpoint(entry.key(), "half-way");
        database.close();
        open();

        JournalEntry found = journal(NOW).find(entry.key()).orElseThrow();

        assertThat(found.request()).isEqualTo(entry.request());
        assertThat(found.phase()).isEqualTo(JournalEntry.Phase.RECEIVED);
        assertThat(found.lastUpdate()).isEqualTo(entry.lastUpdate());
        assertThat(found.checkpoint()).isEqualTo("half-way");
        assertThat(found.limitMillis()).isEqualTo(7);
    }

    @Test
    void anEndedEntrySaysNothingElseAnyMore() {
        JournalEntry entry = entry(NOW, JournalEntry.Phase.RECEIVED);
        CommandJournal journal = journal(NOW);
        journal.insert(entry);
        journal.tell(entry.key(), update(entry.key(), UpdateStatus.SUCCEEDED));

        assertThatThrownBy(() -> journal.tell(entry.key(), update(entry.key(), UpdateStatus.FAILED)))
                .isInstanceOf(StorageException.class);
        assertThat(journal.find(entry.key()).orElseThrow().lastUpdate().status())
                .isEqualTo(UpdateStatus.SUCCEEDED);
    }

    @Test
    void theSameAttemptIsNeverWrittenTwice() {
        JournalEntry entry = entry(NOW, JournalEntry.Phase.RECEIVED);
        CommandJournal journal = journal(NOW);
        journal.insert(entry);

        assertThatThrownBy(() -> journal.insert(entry)).isInstanceOf(StorageException.class);
    }

    @Test
    void onlyWhatWasBegunAndNotEndedIsToBeResumed() {
        CommandJournal journal = journal(NOW);
        JournalEntry begun = entry(NOW, JournalEntry.Phase.RECEIVED);
        journal.insert(begun);
        journal.begin(begun.key(), "boot-2", 9, update(begun.key(), UpdateStatus.IN_PROGRESS));
        journal.insert(entry(NOW, JournalEntry.Phase.RECEIVED));
        journal.insert(entry(NOW, JournalEntry.Phase.ENDED));

        assertThat(journal.begunAndNotEnded()).extracting(JournalEntry::key).containsExactly(begun.key());
        assertThat(journal.begunAndNotEnded().get(0).bootId()).isEqualTo("boot-2");
    }

    @Test
    void theLatestAttemptIsTheHighest() {
        CommandJournal journal = journal(NOW);
        JournalEntry first = entry(NOW, JournalEntry.Phase.ENDED);
        journal.insert(first);
        CommandRequest again = request(first.key().commandId(), 2, NOW);
        CommandKey key = CommandKey.of(again);
        journal.insert(new JournalEntry(
                key, JournalEntry.Phase.RECEIVED, again, "boot-1", 7, null, update(key, UpdateStatus.RECEIVED)));

        assertThat(journal.latestAttempt(key.commandId()).orElseThrow().key()).isEqualTo(key);
    }

    @Test
    void oldEntriesStayWhileTheyAreAmongTheNewest() {
        for (int i = 0; i < 3; i++) {
            journal(NOW.minus(Duration.ofDays(40)))
                    .insert(entry(NOW.minus(Duration.ofDays(40)), JournalEntry.Phase.ENDED));
        }

        journal(NOW).prune();

        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void youngEntriesStayHoweverManyThereAre() {
        for (int i = 0; i < 10; i++) {
            journal(NOW.minus(Duration.ofDays(29))).insert(entry(NOW, JournalEntry.Phase.ENDED));
        }

        journal(NOW).prune();

        assertThat(entries()).isEqualTo(10);
    }

    @Test
    void whatIsOldAndFarBackIsForgottenAndNeverTakenForNew() {
        Instant old = NOW.minus(Duration.ofDays(31));
        JournalEntry forgotten = entry(old, JournalEntry.Phase.ENDED);
        journal(old).insert(forgotten);
        for (int i = 0; i < 3; i++) {
            journal(NOW).insert(entry(NOW, JournalEntry.Phase.ENDED));
        }

        journal(NOW).prune();

        assertThat(journal(NOW).find(forgotten.key())).isEmpty();
        assertThat(journal(NOW).mayBeForgotten(forgotten.request().issuedAt())).isTrue();
        assertThat(journal(NOW).mayBeForgotten(NOW.minus(Duration.ofDays(30)))).isFalse();
    }

    @Test
    void whatIsNotEndedIsNeverForgotten() {
        Instant old = NOW.minus(Duration.ofDays(31));
        JournalEntry open = entry(old, JournalEntry.Phase.RECEIVED);
        journal(old).insert(open);
        for (int i = 0; i < 5; i++) {
            journal(NOW).insert(entry(NOW, JournalEntry.Phase.ENDED));
        }

        journal(NOW).prune();

        assertThat(journal(NOW).find(open.key())).isPresent();
    }

    @Test
    void ofProgressThatNobodyHeardOnlyTheLastWaits() {
        CommandJournal journal = journal(NOW);
        JournalEntry entry = entry(NOW, JournalEntry.Phase.RECEIVED);
        journal.insert(entry);
        journal.begin(entry.key(), "boot-1", 9, update(entry.key(), UpdateStatus.IN_PROGRESS));
        for (int percent = 10; percent <= 50; percent += 10) {
            journal.tell(
                    entry.key(),
                    update(entry.key(), UpdateStatus.IN_PROGRESS)
                            .withProgress(new CommandUpdate.Progress((double) percent, "sending")));
        }

        assertThat(count("pending_update")).isEqualTo(3);
    }

    @Test
    void theSameAnswerWaitsOnlyOnce() {
        CommandJournal journal = journal(NOW);
        JournalEntry entry = entry(NOW, JournalEntry.Phase.ENDED);
        journal.insert(entry);
        for (int i = 0; i < 5; i++) {
            journal.answer(entry.lastUpdate());
        }

        assertThat(count("pending_update")).isEqualTo(1);
    }

    private CommandJournal journal(Instant now) {
        return new CommandJournal(
                database, new MessageCodec(), Clock.fixed(now, ZoneOffset.UTC), LIMITS, () -> {}, update -> {});
    }

    private JournalEntry entry(Instant issuedAt, JournalEntry.Phase phase) {
        CommandRequest request = request(CommandId.next(Clock.fixed(issuedAt, ZoneOffset.UTC), random), 1, issuedAt);
        CommandKey key = CommandKey.of(request);
        UpdateStatus status = phase == JournalEntry.Phase.ENDED ? UpdateStatus.SUCCEEDED : UpdateStatus.RECEIVED;
        return new JournalEntry(key, phase, request, "boot-1", 7, null, update(key, status));
    }

    private static CommandRequest request(CommandId id, int attempt, Instant issuedAt) {
        return new CommandRequest(
                Message.VERSION, id, attempt, "PING", null, issuedAt, issuedAt.plusSeconds(60), Duration.ofSeconds(30));
    }

    private static CommandUpdate update(CommandKey key, UpdateStatus status) {
        return CommandUpdate.of(key.commandId(), key.attempt(), status, NOW);
    }

    private int entries() {
        return count("command_journal");
    }

    private int count(String table) {
        return database.read(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
                return rows.getInt(1);
            }
        });
    }
}
