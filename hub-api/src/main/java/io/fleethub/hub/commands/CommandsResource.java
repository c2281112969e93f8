package io.fleethub.hub.commands;

import io.fleethub.hub.commands.CommandService.Submitted;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.Actor;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sends commands to nodes and shows what became of them. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "commands")
@RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
class CommandsResource {

    private final CommandService commands;
    private final CurrentActor actor;

    CommandsResource(CommandService commands, CurrentActor actor) {
        this.commands = commands;
        this.actor = actor;
    }

    @POST
    @Path("nodes/{nodeId}/commands")
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.ADMIN})
    @Operation(summary = "Queue a command for a node")
    @APIResponse(
            responseCode = "202",
            description = "Queued; Location is the command",
            content = @Content(schema = @Schema(implementation = Submitted.class)))
    public Response submitCommand(@PathParam("nodeId") NodeId nodeId, @NotNull @Valid SubmitCommandRequest request) {
        Actor sender = actor.get();
        Submitted submitted = commands.submit(sender.scope(), sender.name(), nodeId, request);
        return Response.accepted(submitted)
                .location(URI.create("/api/v1/commands/" + submitted.commandId()))
                .build();
    }

    @GET
    @Path("nodes/{nodeId}/commands")
    @Operation(summary = "The commands of a node, newest first")
    public Page<CommandListItem> listNodeCommands(
            @PathParam("nodeId") NodeId nodeId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return commands.list(actor.get().scope(), nodeId, CommandQuery.of(status, operation, cursor), limit);
    }

    @GET
    @Path("commands")
    @Operation(summary = "The commands of all nodes, newest first")
    public Page<CommandListItem> listCommands(
            @QueryParam("status") @Nullable String status,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return commands.list(actor.get().scope(), null, CommandQuery.of(status, operation, cursor), limit);
    }

    @GET
    @Path("commands/{commandId}")
    @Operation(summary = "A command with its history")
    public CommandView getCommand(@PathParam("commandId") UUID commandId) {
        return commands.find(actor.get().scope(), new CommandId(commandId));
    }
}
