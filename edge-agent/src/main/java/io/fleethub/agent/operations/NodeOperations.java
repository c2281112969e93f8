package io.fleethub.agent.operations;

import io.fleethub.agent.commands.Operation;
import io.fleethub.agent.commands.journal.UpdateSender;
import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.machine.BootId;
import io.fleethub.agent.operations.logs.Logs;
import io.fleethub.agent.operations.ping.Ping;
import io.fleethub.agent.operations.services.ChangeService;
import io.fleethub.agent.operations.services.ReportServices;
import io.fleethub.agent.operations.services.SeenService;
import io.fleethub.agent.operations.services.ServiceControl;
import io.fleethub.agent.operations.services.ServiceProbe;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.operations.services.Services;
import io.fleethub.agent.operations.services.process.ProcessService;
import io.fleethub.agent.operations.services.process.RestartPolicy;
import io.fleethub.agent.operations.services.process.SqliteRunRecords;
import io.fleethub.agent.operations.services.systemd.SystemdService;
import io.fleethub.agent.operations.tool.ToolRunner;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.telemetry.HostProbe;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.StatusReport.ServiceReport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that this node can do by its configuration. What the configuration leaves empty is not offered.
 *
 * <p>Wiring only; the services' own thread is made and ended here.
 */
public final class NodeOperations implements AutoCloseable {

    private static final String SYSTEMCTL = "systemctl";
    private static final String JOURNALCTL = "journalctl";
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration LOOK_SELDOM = Duration.ofSeconds(30);
    private static final Duration LOOK_OFTEN = Duration.ofSeconds(5);

    private final AgentThread servicesThread = new AgentThread("services");
    private final ToolRunner tools = new ToolRunner();
    private final Services services;
    private final List<Operation<?>> operations = new ArrayList<>();

    public NodeOperations(AgentConfig config, AgentDatabase database, BootId bootId, Clock clock, UpdateSender sender) {
        ProcessService.Surroundings around = new ProcessService.Surroundings(
                config.dataDirectory(),
                new SqliteRunRecords(database),
                bootId.value(),
                RestartPolicy.DEFAULT,
                clock,
                servicesThread);
        List<ServiceControl> controls = config.services().stream()
                .map(service -> control(service, around))
                .toList();
        services = new Services(controls, servicesThread, lookEvery(config.sampleInterval()));
        operations.add(new Ping(clock));
        if (!controls.isEmpty()) {
            for (OperationName name : List.of(OperationName.RESTART, OperationName.START, OperationName.STOP)) {
                operations.add(new ChangeService(name, services, SETTLING));
            }
        }
        operations.add(new ReportServices(services));
        operations.addAll(Logs.operations(config, sender, JOURNALCTL, tools, clock));
    }

    /** As often as samples are taken, within bounds: a look at a systemd unit starts a program. */
    private static Duration lookEvery(Duration sampleInterval) {
        Duration atMost = sampleInterval.compareTo(LOOK_SELDOM) < 0 ? sampleInterval : LOOK_SELDOM;
        return atMost.compareTo(LOOK_OFTEN) < 0 ? LOOK_OFTEN : atMost;
    }

    private ServiceControl control(ServiceConfig service, ProcessService.Surroundings around) {
        return service instanceof ServiceConfig.Supervised supervised
                ? new ProcessService(supervised, around)
                : new SystemdService(
                        (ServiceConfig.Systemd) service, SYSTEMCTL, tools, around.clock(), System::nanoTime);
    }

    public List<Operation<?>> all() {
        return List.copyOf(operations);
    }

    /** Starts the services that the agent runs itself. */
    public void begin() {
        services.begin();
    }

    /** The services of the list as last seen, for status reports. */
    public List<ServiceReport> services() {
        return services.lastSeen().stream().map(NodeOperations::report).toList();
    }

    private static ServiceReport report(SeenService seen) {
        ServiceStatus status = seen.status();
        return status == null
                ? new ServiceReport(seen.name(), null, null)
                : new ServiceReport(seen.name(), status.state().name(), status.since());
    }

    /** The same with all that is known of them. */
    public List<SeenService> seenServices() {
        return services.lastSeen();
    }

    /** What the services add to each sample. */
    public HostProbe probe() {
        return new ServiceProbe(services);
    }

    /** Ends the services that the agent runs itself. */
    @Override
    public void close() {
        services.close();
        servicesThread.close();
    }
}
