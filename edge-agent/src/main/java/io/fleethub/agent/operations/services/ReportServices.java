package io.fleethub.agent.operations.services;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SERVICE_STATUS of one service of the list, or of all. Worker thread only, without state. */
public final class ReportServices implements Operation<Optional<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(ReportServices.class);
    private static final String SERVICE = "service";

    private final Services services;

    public ReportServices(Services services) {
        this.services = services;
    }

    @Override
    public OperationName name() {
        return OperationName.SERVICE_STATUS;
    }

    @Override
    public ObjectNode parametersSchema() {
        return ParameterSchema.create().optional(SERVICE, services.names()).build();
    }

    @Override
    public Optional<String> parse(ObjectNode parameters) throws RefusedParametersException {
        return new Parameters(parameters).allowed(SERVICE, services.names());
    }

    @Override
    public OperationResult run(Optional<String> service, CommandContext context) throws InterruptedException {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray("services");
        if (service.isEmpty()) {
            for (ServiceControl control : services.all()) {
                describe(control.name(), statusOrFailed(control), list.addObject());
            }
            return new OperationResult.Succeeded(result);
        }
        try {
            describe(service.get(), services.get(service.get()).status(), list.addObject());
            return new OperationResult.Succeeded(result);
        } catch (ServiceException e) {
            return new OperationResult.Failed(ReasonCode.SERVICE_FAILED, String.valueOf(e.getMessage()), true);
        }
    }

    /** One that cannot be looked at must not hide the others; asked for alone it tells why. */
    private static ServiceStatus statusOrFailed(ServiceControl control) throws InterruptedException {
        try {
            return control.status();
        } catch (ServiceException e) {
            LOG.warn("event=service.not_seen service={} reason=\"{}\"", control.name(), e.getMessage());
            return new ServiceStatus(RunState.FAILED, null, null, 0, null, null);
        }
    }

    /** Nothing but an answer comes of it, so it is simply done. */
    @Override
    public OperationResult resume(Optional<String> service, CommandContext context) throws InterruptedException {
        return run(service, context);
    }

    @Override
    public boolean cancelable() {
        return true;
    }

    private static void describe(String service, ServiceStatus status, ObjectNode entry) {
        entry.put(SERVICE, service)
                .put("state", status.state().name())
                .put("pid", status.pid())
                .put("since", status.since() == null ? null : status.since().toString())
                .put("restarts", status.restarts())
                .put("memoryBytes", status.memoryBytes());
    }
}
