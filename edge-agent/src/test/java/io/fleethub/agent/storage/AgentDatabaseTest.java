package io.fleethub.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.machine.MachineIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDatabaseTest {

    private static final MachineIdentity THIS_MACHINE = new MachineIdentity(Map.of("device-tree", "serial-1"));
    private static final List<Migration> NOTES =
            List.of(Migration.of("notes", 1, "create table note(text text not null unique)"));

    @TempDir
    Path directory;

    @Test
    void keepsWhatWasWrittenAndItsIdentityOverARestart() {
        StorageId first;
        try (AgentDatabase database = open(THIS_MACHINE)) {
            first = database.storageId();
            database.writeAndWait(connection -> note(connection, "kept"));
        }

        try (AgentDatabase database = open(THIS_MACHINE)) {
            assertThat(database.storageId()).isEqualTo(first);
            assertThat(notes(database)).containsExactly("kept");
        }
    }

    @Test
    void commitsInGroupsAndUndoesOnlyThePieceThatFails() {
        try (AgentDatabase database = open(THIS_MACHINE)) {
            CountDownLatch held = new CountDownLatch(1);
            CompletableFuture<Integer> blocker = database.write(connection -> {
                await(held);
                return 0;
            });
            CompletableFuture<Integer> good = database.write(connection -> note(connection, "a"));
            CompletableFuture<Integer> bad = database.write(connection -> {
                note(connection, "half");
                return note(connection, "a");
            });
            CompletableFuture<Integer> later = database.write(connection -> note(connection, "b"));
            held.countDown();

            assertThat(blocker).succeedsWithin(Duration.ofSeconds(10));
            assertThat(good).succeedsWithin(Duration.ofSeconds(10));
            assertThat(later).succeedsWithin(Duration.ofSeconds(10));
            assertThatThrownBy(bad::join).hasRootCauseInstanceOf(SQLException.class);
            assertThat(notes(database)).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void raisesTheSessionWithEveryCallAndOverRestarts() {
        try (AgentDatabase database = open(THIS_MACHINE)) {
            assertThat(database.nextSession(1).join()).isEqualTo(1);
            assertThat(database.nextSession(1).join()).isEqualTo(2);
        }

        try (AgentDatabase database = open(THIS_MACHINE)) {
            assertThat(database.nextSession(4).join()).isEqualTo(6);
        }
    }

    @Test
    void refusesASecondAgentInTheSameDirectory() {
        try (AgentDatabase first = open(THIS_MACHINE)) {
            assertThat(first.storageId()).isNotNull();
            assertThatThrownBy(() -> open(THIS_MACHINE))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("another agent works in " + directory);
        }

        try (AgentDatabase afterwards = open(THIS_MACHINE)) {
            assertThat(afterwards.storageId()).isNotNull();
        }
    }

    @Test
    void beginsAnewOnAnotherMachineAndSetsTheOldFileAside() {
        StorageId first;
        try (AgentDatabase database = open(THIS_MACHINE)) {
            first = database.storageId();
            database.writeAndWait(connection -> note(connection, "of the other machine"));
        }

        try (AgentDatabase database = open(new MachineIdentity(Map.of("device-tree", "serial-2")))) {
            assertThat(database.storageId()).isNotEqualTo(first);
            assertThat(notes(database)).isEmpty();
            assertThat(database.setAside().orElseThrow()).startsWith("agent.db.other-machine-");
            assertThat(directory.resolve(database.setAside().orElseThrow())).exists();
        }
    }

    @Test
    void staysWhenTheMachineOnlySaysMoreOrLessOfItselfThanBefore() {
        StorageId first;
        try (AgentDatabase database = open(new MachineIdentity(Map.of("machine-id", "m1")))) {
            first = database.storageId();
        }

        try (AgentDatabase database =
                open(new MachineIdentity(Map.of("machine-id", "m1", "product-uuid", "seen by root only")))) {
            assertThat(database.storageId()).isEqualTo(first);
        }
        try (AgentDatabase database = open(new MachineIdentity(Map.of()))) {
            assertThat(database.storageId()).isEqualTo(first);
        }
    }

    @Test
    void beginsAnewWhenTheFileIsNoDatabase() throws IOException {
        Files.writeString(directory.resolve("agent.db"), "not a database at all ".repeat(100));

        try (AgentDatabase database = open(THIS_MACHINE)) {
            assertThat(notes(database)).isEmpty();
            assertThat(database.setAside().orElseThrow()).startsWith("agent.db.corrupt-");
            assertThat(directory.resolve(database.setAside().orElseThrow())).exists();
        }
    }

    @Test
    void beginsAnewWhenTheFileTurnsOutToBeBrokenInTheMiddle() throws IOException {
        try (AgentDatabase database = open(THIS_MACHINE)) {
            database.writeAndWait(connection -> note(connection, "x".repeat(100_000)));
        }
        Path file = directory.resolve("agent.db");
        byte[] bytes = Files.readAllBytes(file);
        // the first page is good, so that it opens
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5A);
        Files.write(file, bytes);

        try (AgentDatabase database = open(THIS_MACHINE)) {
            assertThat(database.setAside().orElseThrow()).startsWith("agent.db.corrupt-");
            assertThat(notes(database)).isEmpty();
        }
    }

    @Test
    void replacesAFileThatBreaksWhileItIsInUseAndTellsOfIt() throws IOException {
        try (AgentDatabase database = open(THIS_MACHINE)) {
            StorageId first = database.storageId();
            AtomicInteger told = new AtomicInteger();
            database.onNew(told::incrementAndGet);
            for (int i = 0; i < 200; i++) {
                String text = i + "x".repeat(3_000);
                database.writeAndWait(connection -> note(connection, text));
            }
            breakFile(database);

            Awaitility.await().untilAsserted(() -> {
                assertThatCode(() -> notes(database)).doesNotThrowAnyException();
                assertThat(told).hasValue(1);
            });

            assertThat(database.storageId()).isNotEqualTo(first);
            assertThat(database.setAside().orElseThrow()).startsWith("agent.db.corrupt-");
            database.writeAndWait(connection -> note(connection, "afterwards"));
            assertThat(notes(database)).containsExactly("afterwards");
        }
    }

    @Test
    void keepsOneBrokenFileOnly() throws IOException {
        for (int start = 0; start < 3; start++) {
            Files.writeString(directory.resolve("agent.db"), "not a database at all ".repeat(100));
            open(THIS_MACHINE).close();
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().contains("corrupt-")))
                    .hasSize(1);
        }
    }

    /** Writes over the pages of the file behind the database's back, and makes it look at them. */
    private void breakFile(AgentDatabase database) throws IOException {
        database.writeAndWait(connection -> execute(connection, "pragma cache_size = 1"));
        Path file = directory.resolve("agent.db");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] noise = new byte[(int) channel.size() - 4096];
            Arrays.fill(noise, (byte) 0x5A);
            channel.write(ByteBuffer.wrap(noise), 4096);
        }
    }

    @Test
    void runsEachMigrationOnce() {
        open(THIS_MACHINE).close();
        List<Migration> more = new ArrayList<>(NOTES);
        more.add(Migration.of("notes", 2, "alter table note add column colour text default 'red'"));

        for (int start = 0; start < 2; start++) {
            try (AgentDatabase database = AgentDatabase.open(directory, THIS_MACHINE, more)) {
                int inserted = database.writeAndWait(connection -> note(connection, "a", "blue"));
                assertThat(inserted).isEqualTo(1);
                database.writeAndWait(connection -> execute(connection, "delete from note"));
            }
        }
    }

    @Test
    void goesOnWhenAFullDiskHasRoomAgain() {
        try (AgentDatabase database = open(THIS_MACHINE)) {
            database.writeAndWait(connection -> execute(connection, "pragma max_page_count = 20"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            String text = i + "x".repeat(3_000);
                            database.writeAndWait(connection -> note(connection, text));
                        }
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("full");
            assertThatThrownBy(() -> database.writeAndWait(connection -> note(connection, "y".repeat(9_000))))
                    .hasMessageContaining("full");

            database.writeAndWait(connection -> execute(connection, "pragma max_page_count = 1000000"));

            database.writeAndWait(connection -> note(connection, "afterwards"));
            assertThat(notes(database)).contains("afterwards").doesNotContain("y".repeat(9_000));
        }
    }

    @Test
    void refusesWorkAfterItWasClosed() {
        AgentDatabase database = open(THIS_MACHINE);
        database.close();

        assertThatThrownBy(() -> database.writeAndWait(connection -> note(connection, "late")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
    }

    private AgentDatabase open(MachineIdentity machine) {
        return AgentDatabase.open(directory, machine, NOTES);
    }

    private static int note(Connection connection, String text) throws SQLException {
        return execute(connection, "insert into note(text) values ('" + text + "')");
    }

    private static int note(Connection connection, String text, String colour) throws SQLException {
        return execute(connection, "insert into note values ('" + text + "', '" + colour + "')");
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    private static List<String> notes(AgentDatabase database) {
        return database.read(connection -> {
            List<String> texts = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select text from note")) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
