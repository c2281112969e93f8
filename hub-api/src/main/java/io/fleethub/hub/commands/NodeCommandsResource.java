package io.fleethub.hub.commands;

import io.fleethub.hub.commands.CommandService.Submitted;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.Actor;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to one node and lists them. A class of its own, since JAX-RS looks for a route only in the class with the
 * longest matching path: one at {@code /api/v1} would be hidden behind that of the nodes.
 */
@Path("/nodes/{nodeId}/commands")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "commands")
@RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
class NodeCommandsResource {

    private final CommandService commands;
    private final CurrentActor actor;

    NodeCommandsResource(CommandService commands, CurrentActor actor) {
        this.commands = commands;
        this.actor = actor;
    }

    @POST
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
                .location(URI.create("commands/" + submitted.commandId()))
                .build();
    }

    @GET
    @Operation(summary = "The commands of a node, newest first")
    public Page<CommandListItem> listNodeCommands(
            @PathParam("nodeId") NodeId nodeId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return commands.list(actor.get().scope(), nodeId, CommandQuery.of(status, operation, cursor), limit);
    }
}
