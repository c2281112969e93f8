package io.fleethub.agent;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.agent.broker.PahoBrokerConnection;
import io.fleethub.agent.broker.Publication;
import io.fleethub.agent.broker.PublishOutcome;
import io.fleethub.agent.budget.BudgetedConnection;
import io.fleethub.agent.budget.ByteBudget;
import io.fleethub.agent.budget.SendTimes;
import io.fleethub.agent.commands.BootClock;
import io.fleethub.agent.commands.Capabilities;
import io.fleethub.agent.commands.CommandKeys;
import io.fleethub.agent.commands.Commands;
import io.fleethub.agent.commands.journal.CommandTables;
import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.config.ConfigException;
import io.fleethub.agent.config.ConfigSummary;
import io.fleethub.agent.config.LocalConfig;
import io.fleethub.agent.local.LocalPort;
import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.machine.HostFacts;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.operations.NodeOperations;
import io.fleethub.agent.operations.services.process.SqliteRunRecords;
import io.fleethub.agent.outbox.BatchCutter;
import io.fleethub.agent.outbox.MemoryOutbox;
import io.fleethub.agent.outbox.OutboxSender;
import io.fleethub.agent.outbox.Outboxes;
import io.fleethub.agent.outbox.SqliteOutbox;
import io.fleethub.agent.presence.BirthSource;
import io.fleethub.agent.presence.DurableSessions;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.presence.HubWatch;
import io.fleethub.agent.presence.Presence;
import io.fleethub.agent.presence.SilenceWatch;
import io.fleethub.agent.presence.StatusReports;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.DiskReserve;
import io.fleethub.agent.storage.Migration;
import io.fleethub.agent.storage.StorageTrouble;
import io.fleethub.agent.summaries.Summaries;
import io.fleethub.agent.summaries.SummaryJob;
import io.fleethub.agent.telemetry.HostReader;
import io.fleethub.agent.telemetry.ProcHostProbe;
import io.fleethub.agent.telemetry.TelemetrySampler;
import io.fleethub.agent.telemetry.apps.AppMetrics;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.topic.Channel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole agent: the only class that makes the others and joins them. {@link #start} and {@link #close} once each, from
 * any thread; close ends everything in the reverse order of start.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long FAREWELL_SECONDS = 3;
    private static final Duration BUDGET_PACE = Duration.ofMinutes(1);

    private final AgentConfig config;
    private final MessageCodec codec = new MessageCodec();
    private final AgentThread scheduler = new AgentThread("agent-scheduler");
    private final AgentDatabase database;
    private final BrokerConnection connection;
    private final HubWatch hub = new HubWatch(codec);
    private final NodeOperations operations;
    private final Commands commands;
    private final Presence presence;
    private final ErrorLog errors;
    private final Outboxes outboxes;
    private final ByteBudget budget;
    private final SummaryJob summaries;
    private final OutboxSender sender;
    private final SilenceWatch silence;
    private final TelemetrySampler sampler;
    private final @Nullable LocalPort local;

    /**
     * @param root the root of the file system
     * @throws io.fleethub.agent.config.ConfigException when a file that the configuration names cannot be used
     * @throws io.fleethub.agent.storage.StorageException when the data directory cannot be used
     */
    public Agent(AgentConfig config, MachineIdentity machine, Path root) {
        this.config = config;
        LOG.info("event=agent.config {}", ConfigSummary.of(config));
        CommandKeys keys = pinned(config);
        Clock clock = Clock.systemUTC();
        MachineClock machineClock = new MachineClock(clock, root);
        errors = new ErrorLog(clock);
        database = AgentDatabase.open(config.dataDirectory(), machine, migrations());
        outboxes = outboxes(machineClock);

        operations = new NodeOperations(config, database, machineClock.bootId(), clock, this::send);
        Capabilities capabilities = new Capabilities(operations.all());
        StatusReports reports = new StatusReports(
                () -> database.storageId().value(),
                version(),
                config.heartbeatInterval(),
                machineClock,
                new HostFacts(root),
                new Features(capabilities, operations, keys),
                outboxes::state,
                errors);
        DurableSessions sessions = new DurableSessions(database, reports, codec);
        budget = new ByteBudget(database, machineClock, config.link(), errors);
        connection = connection(sessions);
        summaries = new SummaryJob(outboxes.reader(codec), new Summaries(database), machineClock, scheduler);
        silence = new SilenceWatch(connection, hub, sessions, config.broker().stableAfter(), System::nanoTime);
        presence = new Presence(reports, connection, codec, machineClock, scheduler);
        sender = sender(clock);
        commands = new Commands(around(machineClock, clock), keys, capabilities);
        AppMetrics apps = new AppMetrics(config.appMetrics(), errors, clock, System::nanoTime);
        local = localPort(new LocalSources(
                config,
                version(),
                machineClock,
                new HostReader(root, config.dataDirectory()),
                connection::health,
                hub::away,
                outboxes.reader(codec),
                budget::view,
                operations::seenServices,
                errors,
                apps));
        sampler = new TelemetrySampler(
                List.of(new ProcHostProbe(root, config.dataDirectory()), operations.probe(), apps),
                machineClock,
                local == null ? outboxes : local.watching(outboxes),
                errors,
                scheduler);
    }

    private Outboxes outboxes(MachineClock machineClock) {
        return new Outboxes(
                new SqliteOutbox(
                        database,
                        codec,
                        machineClock.bootId(),
                        config.outbox(),
                        config.dataDirectory().resolve("outbox.mark")),
                () -> new MemoryOutbox(codec, machineClock.bootId(), config.outbox()),
                errors,
                new DiskReserve(config.dataDirectory()));
    }

    private BrokerConnection connection(DurableSessions sessions) {
        return new BudgetedConnection(
                new PahoBrokerConnection(
                        config.nodeId(), config.secret(), config.broker(), sessions, new SecureRandom()),
                budget);
    }

    private OutboxSender sender(Clock clock) {
        return new OutboxSender(
                outboxes,
                new BatchCutter(codec, config.outbox()),
                connection,
                hub,
                scheduler,
                config.outbox(),
                clock,
                System::nanoTime);
    }

    private Commands.Surroundings around(MachineClock machineClock, Clock clock) {
        BootClock uptime =
                new BootClock(machineClock.bootId(), () -> machineClock.uptime().toMillis());
        return new Commands.Surroundings(
                config.nodeId(), database, this::send, scheduler, clock, uptime, machineClock::hubTime);
    }

    private static @Nullable LocalPort localPort(LocalSources sources) {
        LocalConfig wanted = sources.config().local();
        return wanted.port() == null ? null : new LocalPort(wanted, sources);
    }

    /** A database that could not be used: what it held is lost to the hub, and the hub should know. */
    private void tellSetAside() {
        database.setAside()
                .ifPresent(name -> errors.add(
                        name.contains("corrupt") ? StorageTrouble.DATABASE_CORRUPT.name() : "OTHER_MACHINE",
                        "a new database was begun, what was found is kept as " + name));
    }

    private void begunAnew() {
        tellSetAside();
        connection.renew("the database is a new one");
    }

    private static CommandKeys pinned(AgentConfig config) {
        try {
            return CommandKeys.load(config.commandKeysFile());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("/commandKeysFile", "cannot be used: " + e.getMessage());
        }
    }

    private static List<Migration> migrations() {
        return Stream.of(
                        SqliteOutbox.MIGRATIONS,
                        CommandTables.MIGRATIONS,
                        SqliteRunRecords.MIGRATIONS,
                        ByteBudget.MIGRATIONS,
                        Summaries.MIGRATIONS)
                .flatMap(List::stream)
                .toList();
    }

    private static String version() {
        String version = Agent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** What commands and operations put into a birth. */
    private record Features(Capabilities known, NodeOperations operations, CommandKeys keys) implements BirthSource {

        @Override
        public List<StatusReport.Capability> capabilities() {
            return known.declared();
        }

        @Override
        public List<StatusReport.ServiceReport> services() {
            return operations.services();
        }

        @Override
        public List<String> trustedKids() {
            return keys.kids();
        }
    }

    public void start() {
        tellSetAside();
        join();
        operations.begin();
        commands.begin();
        sender.start(presence::beat, new SendTimes(budget, config.link(), System::nanoTime));
        scheduler.every(BUDGET_PACE, budget::tick);
        summaries.start();
        presence.start(config.heartbeatInterval());
        sampler.start(config.link().sampleInterval(config.sampleInterval()));
        connection.start();
        if (local != null) {
            local.start();
        }
    }

    private void join() {
        database.onNew(this::begunAnew);
        presence.addListener(sender);
        presence.addListener(silence);
        connection.onMessage(Channel.COMMANDS, commands::receive);
        connection.onMessage(Channel.SYNC, this::received);
        connection.onMessage(Channel.HUB_STATUS, hub::received);
        connection.onMessage(
                Channel.BROADCAST, message -> LOG.info("event=broadcast bytes={}", message.payload().length));
        connection.addListener(hub);
        // the outbox first: it has to know of the new session when the birth is published
        connection.addListener(sender);
        connection.addListener(presence);
        connection.addListener(new BrokerConnection.Listener() {
            @Override
            public void ready(long session) {
                commands.connected();
            }

            @Override
            public void ended() {
                // what was not sent waits in the database
            }
        });
    }

    private void received(IncomingMessage message) {
        try {
            HubSync sync = codec.decode(HubSync.class, message.payload());
            scheduler.execute(() -> {
                silence.received(sync);
                if (!presence.received(sync)) {
                    sender.received(sync);
                }
            });
        } catch (UnreadableMessageException e) {
            LOG.warn("event=hub.sync_unreadable detail=\"{}\"", e.getMessage());
        }
    }

    /** Updates always go out; logs wait while the hub is away. */
    private CompletableFuture<PublishOutcome> send(Message message) {
        Channel channel = MessageCodec.channelOf(message.getClass());
        if (channel == Channel.LOGS && hub.away()) {
            return CompletableFuture.completedFuture(new PublishOutcome.NotSent("the hub is away"));
        }
        return connection.publish(Publication.of(channel, codec.encode(message)));
    }

    @Override
    public void close() {
        LOG.info("event=agent.stopping nodeId={}", config.nodeId());
        if (local != null) {
            local.close();
        }
        commands.close();
        operations.close();
        farewell();
        connection.close();
        scheduler.close();
        outboxes.close();
        database.close();
        LOG.info("event=agent.stopped nodeId={}", config.nodeId());
    }

    private void farewell() {
        try {
            presence.die(ReasonCode.SHUTDOWN).get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("event=agent.farewell_failed detail=\"{}\"", e.toString());
        }
    }
}
