package io.fleethub.hub.bridge;

import io.fleethub.hub.bridge.canary.Sight;
import io.fleethub.hub.bridge.intake.Intake;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The bridge with a real database and handlers that remember; what a test changes is public. */
final class BridgeUnderTest implements NodePublisher, AutoCloseable {

    static final TenantId TENANT = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
    static final NodeId UNREGISTERED = new NodeId("ghost");
    static final NodeId DISABLED = new NodeId("disabled");

    /** Telemetry as it was handed over, by the first metric of the first report. */
    final List<String> telemetry = new CopyOnWriteArrayList<>();

    final List<StatusReport> statuses = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** Called before telemetry is taken; may block or throw. */
    volatile Consumer<List<Inbound<TelemetryBatch>>> beforeTelemetry = batch -> {};

    volatile Consumer<HubSyncDraft> onStatus = draft -> {};

    final Sight sight;
    private final RunningBridge running;
    private final String databaseUrl;

    BridgeUnderTest(TestDatabase database, Path state, int brokerPort, Map<String, String> changes) {
        this.databaseUrl = database.url();
        BridgeConfig config = config(state, changes);
        this.sight = new Sight(Clock.systemUTC(), config.canaryLateAfter());
        this.running = new BridgeAssembly(
                        config,
                        new Intake.Handlers(List.of(new Statuses()), List.of(new Telemetry())),
                        BridgeUnderTest::find,
                        (tenant, work) -> work.run(),
                        ingest(database),
                        metrics,
                        Clock.systemUTC())
                .assemble(URI.create("mqtt://127.0.0.1:" + brokerPort), sight, this);
        running.start();
    }

    /** A database with all migrations. */
    static TestDatabase migrated() {
        TestDatabase database = TestDatabase.create();
        Flyway.configure()
                .dataSource(database.url(), "fleet_owner", database.hubConfig().get("fleet.database.owner-password"))
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return database;
    }

    private static PGSimpleDataSource ingest(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser("fleet_ingest");
        source.setPassword(database.hubConfig().get("fleet.database.ingest-password"));
        return source;
    }

    private static BridgeConfig config(Path state, Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "fleet.bridge.secret", TestBroker.HUB_SECRET,
                "fleet.bridge.state-directory", state.toString(),
                "fleet.bridge.connections", "2",
                "fleet.bridge.reconnect-first", "PT0.05S",
                "fleet.bridge.reconnect-limit", "PT0.2S",
                "fleet.bridge.retry-first", "PT0.02S",
                "fleet.bridge.retry-limit", "PT0.1S",
                "fleet.bridge.canary-interval", "PT0.3S",
                "fleet.bridge.canary-late-after", "PT1.5S",
                "fleet.bridge.stop-timeout", "PT3S"));
        values.putAll(changes);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BridgeConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 1000))
                .build()
                .getConfigMapping(BridgeConfig.class);
    }

    private static Optional<NodeIdentity> find(NodeId id) {
        return id.equals(UNREGISTERED)
                ? Optional.empty()
                : Optional.of(new NodeIdentity(id, TENANT, !id.equals(DISABLED)));
    }

    RunningBridge running() {
        return running;
    }

    int open() {
        return running.openConnections();
    }

    double count(String counter) {
        return metrics.find(counter).counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    @Override
    public CompletionStage<PublishOutcome> publish(Publication publication) {
        return running.publish(publication);
    }

    /** The rows of a query as the verifier sees them, columns joined by a blank. */
    List<String> query(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_verifier");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringBuilder row = new StringBuilder(String.valueOf(rows.getString(1)));
                for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(' ').append(rows.getString(i));
                }
                found.add(row.toString());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        running.stop();
    }

    private final class Telemetry implements BatchHandler<TelemetryBatch> {

        @Override
        public Class<TelemetryBatch> type() {
            return TelemetryBatch.class;
        }

        @Override
        public void handle(List<Inbound<TelemetryBatch>> batch) {
            beforeTelemetry.accept(batch);
            batch.forEach(inbound -> telemetry.add(label(inbound)));
        }
    }

    /** What a test calls its message: the value of the metric {@code m} in its first report. */
    static String label(Inbound<TelemetryBatch> inbound) {
        return String.valueOf(inbound.message().reports().get(0).metrics().get("m"));
    }

    private final class Statuses implements MessageHandler<StatusReport> {

        @Override
        public Class<StatusReport> type() {
            return StatusReport.class;
        }

        @Override
        public int order() {
            return 7;
        }

        @Override
        public void handle(Inbound<StatusReport> inbound, HubSyncDraft reply) {
            onStatus.accept(reply);
            statuses.add(inbound.message());
        }
    }
}
