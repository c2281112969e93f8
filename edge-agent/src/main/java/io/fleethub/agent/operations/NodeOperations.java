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
import io.fleethub.agent.operations.services.ServiceControl;
import io.fleethub.agent.operations.services.Services;
import io.fleethub.agent.operations.services.process.ProcessService;
import io.fleethub.agent.operations.services.process.RestartPolicy;
import io.fleethub.agent.operations.services.process.SqliteRunRecords;
import io.fleethub.agent.operations.services.systemd.SystemdService;
import io.fleethub.agent.operations.tool.ToolRunner;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
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
        services = new Services(controls, servicesThread);
        operations.add(new Ping(clock));
        if (!controls.isEmpty()) {
            for (OperationName name : List.of(OperationName.RESTART, OperationName.START, OperationName.STOP)) {
                operations.add(new ChangeService(name, services, SETTLING));
            }
        }
        operations.add(new ReportServices(services));
        operations.addAll(Logs.operations(config, sender, JOURNALCTL, tools, clock));
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

    /** The services of the list as last seen. */
    public List<ServiceReport> services() {
        return services.lastSeen();
    }

    /** Ends the services that the agent runs itself. */
    @Override
    public void close() {
        services.close();
        servicesThread.close();
    }
}
