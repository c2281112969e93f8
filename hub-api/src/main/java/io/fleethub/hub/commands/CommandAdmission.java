package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.commands.CommandException.BadParameters;
import io.fleethub.hub.commands.CommandException.NotCapable;
import io.fleethub.hub.commands.parameters.Capabilities;
import io.fleethub.hub.commands.parameters.ParameterRules;
import io.fleethub.hub.platform.http.FieldError;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.OperationName;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a command of a request, or says which field forbids it. Needs the caller's transaction; thread-safe. */
@ApplicationScoped
class CommandAdmission {

    private static final int DEFAULT_PRIORITY = 5;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What these carry only the hub itself may decide. */
    private static final Set<OperationName> OF_THE_HUB =
            EnumSet.of(OperationName.ROTATE_SECRET, OperationName.TRUST_KEYS);

    private final NodeCapabilities capabilities;
    private final ParameterRules rules;
    private final CommandsConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final MessageCodec codec = new MessageCodec();

    CommandAdmission(NodeCapabilities capabilities, ParameterRules rules, CommandsConfig config, Clock clock) {
        this.capabilities = capabilities;
        this.rules = rules;
        this.config = config;
        this.clock = clock;
    }

    /** @throws ProblemException naming the field that is not allowed to be what it is */
    Command admit(TenantId tenantId, NodeId nodeId, String createdBy, SubmitCommandRequest request) {
        OperationName operation = OperationName.find(request.operation())
                .filter(known -> !OF_THE_HUB.contains(known))
                .orElseThrow(() -> ProblemException.invalid(
                        "operation", "must be one of " + EnumSet.complementOf(EnumSet.copyOf(OF_THE_HUB))));
        ObjectNode parameters =
                request.parameters() == null ? JsonNodeFactory.instance.objectNode() : request.parameters();
        refuse(rules.check(operation, parameters));
        Optional<Capabilities> declared = capabilities.of(nodeId);
        declared.ifPresent(known -> check(known, nodeId, operation, parameters));
        Instant now = clock.instant();
        Duration startWithin =
                bounded("startWithin", request.startWithin(), config.startWithin(), config.maxStartWithin());
        Duration runFor = bounded("runFor", request.runFor(), operation.defaultRunFor(), config.maxRunFor());
        Command command = new Command();
        command.commandId = CommandId.next(clock, random).value();
        command.tenantId = tenantId.value();
        command.nodeId = nodeId.value();
        command.operation = operation.name();
        command.parameters = parameters.toString();
        command.priority = (short) (request.priority() == null ? DEFAULT_PRIORITY : request.priority());
        command.emergency = operation.emergency();
        command.createdAt = now;
        command.createdBy = createdBy;
        command.startBy = now.plus(startWithin);
        command.runForMillis = runFor.toMillis();
        command.maxAttempts = config.attempts();
        command.capabilityChecked = declared.isPresent();
        requirePublishable(command, parameters);
        return command;
    }

    private void check(Capabilities known, NodeId nodeId, OperationName operation, ObjectNode parameters) {
        if (!known.has(operation.name())) {
            throw new NotCapable(nodeId, operation.name());
        }
        refuse(rules.check(known, operation.name(), parameters));
    }

    /** What could never be sent is refused now, not found out by the dispatcher. */
    private void requirePublishable(Command command, ObjectNode parameters) {
        CommandRequest message = new CommandRequest(
                Message.VERSION,
                command.id(),
                command.attempt,
                command.operation,
                parameters,
                command.createdAt,
                command.startBy,
                command.runFor());
        try {
            codec.decode(CommandRequest.class, codec.encode(message));
        } catch (IllegalArgumentException | UnreadableMessageException e) {
            throw ProblemException.invalid("parameters", String.valueOf(e.getMessage()));
        }
    }

    private static Duration bounded(String field, @Nullable Duration asked, Duration usual, Duration longest) {
        Duration value = asked == null ? usual : asked;
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            throw ProblemException.invalid(field, "must be between " + SHORTEST + " and " + longest);
        }
        return value;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new BadParameters(errors);
        }
    }
}
