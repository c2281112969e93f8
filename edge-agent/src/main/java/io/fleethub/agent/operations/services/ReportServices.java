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
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** SERVICE_STATUS of one service of the list, or of all. Worker thread only, without state. */
public final class ReportServices implements Operation<Optional<String>> {

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
        Collection<ServiceControl> asked = service.isPresent() ? List.of(services.get(service.get())) : services.all();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode list = result.putArray("services");
        for (ServiceControl control : asked) {
            try {
                describe(control.status(), list.addObject().put(SERVICE, control.name()));
            } catch (ServiceException e) {
                return new OperationResult.Failed(ReasonCode.SERVICE_FAILED, String.valueOf(e.getMessage()), true);
            }
        }
        return new OperationResult.Succeeded(result);
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

    private static void describe(ServiceStatus status, ObjectNode entry) {
        entry.put("state", status.state().name())
                .put("pid", status.pid())
                .put("since", status.since() == null ? null : status.since().toString())
                .put("restarts", status.restarts())
                .put("memoryBytes", status.memoryBytes());
    }
}
