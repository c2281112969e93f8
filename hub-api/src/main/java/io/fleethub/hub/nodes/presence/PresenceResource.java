package io.fleethub.hub.nodes.presence;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A node's presence over time. */
@Path("/nodes/{nodeId}/presence")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN, Role.Names.NODE_VIEWER})
@Tag(name = "nodes")
class PresenceResource {

    private final PresenceHistoryService service;
    private final CurrentActor actor;

    PresenceResource(PresenceHistoryService service, CurrentActor actor) {
        this.service = service;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "Whether the node is there, since when and why, and how that changed")
    public PresenceView getPresence(
            @PathParam("nodeId") String nodeId,
            @QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Optional<Cursor> after = Optional.ofNullable(cursor).map(Cursor::parse);
        return Optional.of(nodeId)
                .filter(NodeId::isWellFormed)
                .map(NodeId::new)
                .flatMap(id -> service.history(actor.get().scope(), id, limit, after))
                .orElseThrow(() -> ProblemException.notFound("there is no node of this name"));
    }
}
