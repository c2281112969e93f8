package io.fleethub.hub.commands;

import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.CommandId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what became of the commands of all nodes. */
@Path("/commands")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "commands")
@RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
class CommandsResource {

    private final CommandService commands;
    private final CurrentActor actor;

    CommandsResource(CommandService commands, CurrentActor actor) {
        this.commands = commands;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "The commands of all nodes, newest first")
    public Page<CommandListItem> listCommands(
            @QueryParam("status") @Nullable String status,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return commands.list(actor.get().scope(), null, CommandQuery.of(status, operation, cursor), limit);
    }

    @GET
    @Path("/{commandId}")
    @Operation(summary = "A command with its history")
    public CommandView getCommand(@PathParam("commandId") UUID commandId) {
        return commands.find(actor.get().scope(), new CommandId(commandId));
    }
}
