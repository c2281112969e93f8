package io.fleethub.agent.local;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.config.AgentConfigLoader;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.SeenService;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.outbox.OutboxReader;
import io.fleethub.agent.outbox.SqliteOutbox;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.telemetry.HostReader;
import io.fleethub.agent.telemetry.apps.AppMetrics;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Everything that the local port looks at, as the test wants it: a real outbox, the real machine, a scripted connection. */
public final class LocalRig implements AutoCloseable {

    public static final String SECRET = "0123456789abcdef".repeat(4);

    private final Clock clock = Clock.systemUTC();
    private final AgentDatabase database;
    private final MessageCodec codec = new MessageCodec();
    private final SqliteOutbox outbox;
    private final MachineClock machineClock = new MachineClock(clock, Path.of("/"));
    private final ErrorLog errors = new ErrorLog(clock);
    private final AgentConfig config;
    private final AppMetrics apps;
    private volatile ConnectionHealth health =
            new ConnectionHealth(BrokerConnection.State.READY, System.nanoTime(), 1, 0, null, null);
    private volatile boolean hubAway;
    private volatile BudgetView budget = new BudgetView(0, 0, false, false);
    private volatile List<SeenService> services = List.of();

    public LocalRig(Path folder) throws IOException {
        this(folder, "\"port\": 0");
    }

    /** @param local the keys of the object local */
    public LocalRig(Path folder, String local) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.json"), """
                {"nodeId": "pi-1", "brokerUri": "mqtt://broker.example", "dataDirectory": "data", "local": {%s}}
                """.formatted(local));
        config = new AgentConfigLoader(Map.of("FLEET_NODE_SECRET", SECRET), new MachineIdentity(Map.of())).load(file);
        database = AgentDatabase.open(config.dataDirectory(), new MachineIdentity(Map.of()), SqliteOutbox.MIGRATIONS);
        outbox = new SqliteOutbox(database, codec, machineClock.bootId(), config.outbox());
        apps = new AppMetrics(config.appMetrics(), errors, clock, System::nanoTime);
    }

    public LocalSources sources() {
        return new LocalSources(
                config,
                "1.2.3",
                machineClock,
                new HostReader(Path.of("/"), config.dataDirectory()),
                () -> health,
                () -> hubAway,
                new OutboxReader(outbox, () -> List.of(outbox), codec),
                () -> budget,
                () -> services,
                errors,
                apps);
    }

    public AgentConfig config() {
        return config;
    }

    public ErrorLog errors() {
        return errors;
    }

    public AppMetrics apps() {
        return apps;
    }

    public MachineClock clock() {
        return machineClock;
    }

    public void connection(ConnectionHealth next) {
        health = next;
    }

    public void budget(BudgetView next) {
        budget = next;
    }

    public void hubIsAway(boolean away) {
        hubAway = away;
    }

    public void services(SeenService... seen) {
        services = List.of(seen);
    }

    public static SeenService service(String name, RunState state) {
        ServiceStatus status =
                new ServiceStatus(state, 4711L, Instant.parse("2026-11-21T12:00:00Z"), 2, 1_048_576L, 1_500_000_000L);
        return new SeenService(name, status, 12.5, System.nanoTime());
    }

    public void keep(Instant sampledAt, Map<String, Object> metrics) {
        outbox.append(TelemetryReport.of(null, sampledAt, machineClock.uptime().toMillis(), true, metrics))
                .join();
    }

    @Override
    public void close() {
        database.close();
    }
}
