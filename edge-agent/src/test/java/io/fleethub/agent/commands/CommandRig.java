package io.fleethub.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.commands.journal.CommandTables;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.StorageException;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.UpdateStatus;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The command side of one agent after another on the same disk, with a broker that answers as the test says. */
final class CommandRig implements AutoCloseable {

    final SigningHub hub = new SigningHub();
    final FakeOperation ping = new FakeOperation(OperationName.PING);
    final FakeOperation restart = new FakeOperation(OperationName.RESTART);
    final List<CommandUpdate> sent = new CopyOnWriteArrayList<>();
    volatile PublishOutcome outcome = new PublishOutcome.Accepted();
    volatile long uptimeMillis = 1_000_000;
    volatile BootId boot = new BootId("boot-1");
    volatile Optional<Instant> hubTime = Optional.empty();

    private final Path home;
    private AgentDatabase database;
    private AgentThread timer;
    private Commands commands;

    CommandRig(Path home) {
        this.home = home;
        start();
    }

    private void start() {
        database = AgentDatabase.open(home, new MachineIdentity(Map.of()), CommandTables.MIGRATIONS);
        timer = new AgentThread("timer");
        commands = new Commands(
                new Commands.Surroundings(
                        SigningHub.NODE,
                        database,
                        this::publish,
                        timer,
                        Clock.systemUTC(),
                        new BootClock(boot, () -> uptimeMillis),
                        () -> hubTime),
                new CommandKeys(hub.keys()),
                new Capabilities(List.of(ping, restart)),
                Duration.ofMillis(50));
        commands.begin();
    }

    /** From now on the journal's next entry finds no room, as on a full disk; or everything fits again. */
    void diskTakesNothing(boolean full) {
        execute("pragma max_page_count = " + (full ? 1 : 1_000_000));
        int filler = 0;
        for (int size = full ? 3_000 : 0; size > 0; size /= 3) {
            try {
                while (true) {
                    execute("INSERT INTO command_journal (command_id, attempt, phase, request, issued_at, received_at,"
                            + " boot_id, limit_ms, last_update) VALUES ('filler-" + size + "-" + filler++
                            + "', 1, 'ENDED', zeroblob(" + size + "), 0, 0, '', 0, '')");
                }
            } catch (StorageException noRoomForThisSize) {
                assertThat(noRoomForThisSize).hasMessageContaining("full");
            }
        }
    }

    private void execute(String sql) {
        database.writeAndWait(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private CompletableFuture<PublishOutcome> publish(Message message) {
        sent.add((CommandUpdate) message);
        return CompletableFuture.completedFuture(outcome);
    }

    AgentDatabase database() {
        return database;
    }

    Commands commands() {
        return commands;
    }

    void receive(IncomingMessage message) {
        commands.receive(message);
    }

    /** Goes down as with SIGTERM and comes back on the same disk. */
    void restartAgent() {
        close();
        start();
    }

    void awaitStatuses(UpdateStatus... statuses) {
        await().untilAsserted(
                        () -> assertThat(sent).extracting(CommandUpdate::status).containsExactly(statuses));
    }

    void awaitNothingPending() {
        await().untilAsserted(() -> assertThat(pending()).isZero());
    }

    int pending() {
        return database.read(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT count(*) FROM pending_update")) {
                return rows.getInt(1);
            }
        });
    }

    CommandUpdate last() {
        return sent.get(sent.size() - 1);
    }

    @Override
    public void close() {
        commands.close();
        timer.close();
        database.close();
    }
}
