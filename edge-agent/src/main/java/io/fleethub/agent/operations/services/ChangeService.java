package io.fleethub.agent.operations.services;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.commands.CommandContext;
import io.fleethub.agent.commands.Operation;
import io.fleethub.agent.commands.OperationResult;
import io.fleethub.agent.commands.Parameters;
import io.fleethub.agent.commands.RefusedParametersException;
import io.fleethub.agent.operations.ParameterSchema;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RESTART, START and STOP of one service of the list.
 *
 * <p>The pid before is in the journal before anything is done, so that the next agent can tell from the pid whether the
 * effect has happened: it is not repeated, and not claimed either. Worker thread only, without state.
 */
public final class ChangeService implements Operation<String> {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeService.class);
    private static final String SERVICE = "service";
    private static final String NO_PID = "-";

    private final OperationName name;
    private final Services services;
    private final Duration settling;

    /**
     * @param name RESTART, START or STOP
     * @param settling how long a started service must stay up to count as started
     */
    public ChangeService(OperationName name, Services services, Duration settling) {
        this.name = name;
        this.services = services;
        this.settling = settling;
    }

    @Override
    public OperationName name() {
        return name;
    }

    @Override
    public ObjectNode parametersSchema() {
        return ParameterSchema.create().required(SERVICE, services.names()).build();
    }

    @Override
    public String parse(ObjectNode parameters) throws RefusedParametersException {
        return new Parameters(parameters).requiredAllowed(SERVICE, services.names());
    }

    @Override
    public OperationResult run(String service, CommandContext context) throws InterruptedException {
        ServiceControl control = services.get(service);
        try {
            Long pidBefore = control.status().pid();
            context.checkpoint(pidBefore == null ? NO_PID : pidBefore.toString());
            LOG.info("event=service.change operation={} service={} commandId={}", name, service, context.commandId());
            act(control, context.remaining());
            return settled(control, pidBefore);
        } catch (ServiceException e) {
            return failed(e);
        } finally {
            services.changed();
        }
    }

    @Override
    public OperationResult resume(String service, CommandContext context) throws InterruptedException {
        if (context.lastCheckpoint().isEmpty()) {
            return run(service, context);
        }
        if (!context.sameBoot()) {
            return new OperationResult.Failed(
                    ReasonCode.INTERRUPTED, "the machine was restarted in the middle of it", true);
        }
        ServiceControl control = services.get(service);
        String before = context.lastCheckpoint().get();
        Long pidBefore = before.equals(NO_PID) ? null : Long.valueOf(before);
        try {
            if (!hasHappened(control.status(), pidBefore)) {
                act(control, context.remaining());
            }
            return settled(control, pidBefore);
        } catch (ServiceException e) {
            return failed(e);
        } finally {
            services.changed();
        }
    }

    private boolean hasHappened(ServiceStatus now, @Nullable Long pidBefore) {
        return switch (name) {
            case STOP -> !now.running();
            case START -> now.running();
            default -> now.running() && !Objects.equals(now.pid(), pidBefore);
        };
    }

    private void act(ServiceControl control, Duration limit) throws ServiceException, InterruptedException {
        switch (name) {
            case START -> control.start(limit);
            case STOP -> control.stop(limit);
            case RESTART -> control.restart(limit);
            default -> throw new IllegalStateException(name + " does not change a service");
        }
    }

    /** What the service really does now; a started one is looked at twice, for it may have fallen over at once. */
    private OperationResult settled(ServiceControl control, @Nullable Long pidBefore)
            throws ServiceException, InterruptedException {
        ServiceStatus now = control.status();
        if (name == OperationName.STOP) {
            return now.running() ? failed("it still runs") : succeeded(control, now, pidBefore);
        }
        TimeUnit.NANOSECONDS.sleep(settling.toNanos());
        ServiceStatus later = control.status();
        if (!now.running() || !later.running() || !Objects.equals(now.pid(), later.pid())) {
            return failed("it did not stay up for " + settling + "; its log says more");
        }
        return succeeded(control, later, pidBefore);
    }

    private OperationResult succeeded(ServiceControl control, ServiceStatus now, @Nullable Long pidBefore) {
        return new OperationResult.Succeeded(JsonNodeFactory.instance
                .objectNode()
                .put(SERVICE, control.name())
                .put("state", now.state().name())
                .put("pidBefore", pidBefore)
                .put("pidAfter", now.pid()));
    }

    private static OperationResult failed(ServiceException e) {
        return failed(String.valueOf(e.getMessage()));
    }

    private static OperationResult failed(String detail) {
        return new OperationResult.Failed(ReasonCode.SERVICE_FAILED, detail, true);
    }
}
