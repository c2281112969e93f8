package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.commands.CommandView.ChangeView;
import io.fleethub.schemas.message.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows of the ledger into what REST shows. Stateless. */
@ApplicationScoped
class CommandViews {

    private final ObjectMapper json;

    CommandViews(ObjectMapper json) {
        this.json = json;
    }

    CommandView of(Command command, List<CommandChange> history) {
        return new CommandView(
                command.commandId,
                command.nodeId,
                command.operation,
                StoredJson.object(json, command.parameters),
                command.status,
                command.attempt,
                command.priority,
                reasonOf(command),
                read(command.progress),
                read(command.result),
                read(command.lateResult),
                command.createdAt,
                command.startBy,
                command.runFor(),
                command.finishedAt,
                history.stream().map(CommandViews::line).toList());
    }

    /** A text parameter that the operation's schema demands. */
    String parameter(Command command, String name) {
        return StoredJson.object(json, command.parameters).path(name).asText();
    }

    static CommandListItem item(Command command) {
        return new CommandListItem(
                command.commandId,
                command.nodeId,
                command.operation,
                command.status,
                command.attempt,
                command.priority,
                reasonOf(command),
                command.createdBy,
                command.createdAt,
                command.startBy,
                command.finishedAt);
    }

    private static ChangeView line(CommandChange change) {
        return new ChangeView(
                change.at,
                change.fromStatus,
                change.toStatus,
                change.actor,
                change.reasonCode,
                change.reasonDetail,
                change.attempt);
    }

    private static @Nullable Reason reasonOf(Command command) {
        return command.reasonCode == null ? null : new Reason(command.reasonCode, command.reasonDetail);
    }

    private @Nullable ObjectNode read(@Nullable String stored) {
        return stored == null ? null : StoredJson.object(json, stored);
    }
}
