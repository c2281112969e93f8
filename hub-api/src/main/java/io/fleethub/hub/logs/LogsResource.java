package io.fleethub.hub.logs;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
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
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The log texts that were fetched from a node. */
@Path("/nodes/{nodeId}/logs")
@Tag(name = "logs")
@RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
class LogsResource {

    private final LogService logs;
    private final CurrentActor actor;

    LogsResource(LogService logs, CurrentActor actor) {
        this.logs = logs;
        this.actor = actor;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The log fetches of a node, newest first")
    public Page<LogFetchView> listLogFetches(
            @PathParam("nodeId") NodeId nodeId,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return logs.list(actor.get().scope(), nodeId, cursor == null ? null : Cursor.parse(cursor), limit);
    }

    @GET
    @Path("{commandId}")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(summary = "The text of a complete log fetch")
    public InputStream readLog(@PathParam("nodeId") NodeId nodeId, @PathParam("commandId") UUID commandId) {
        return logs.text(actor.get().scope(), nodeId, new CommandId(commandId));
    }
}
