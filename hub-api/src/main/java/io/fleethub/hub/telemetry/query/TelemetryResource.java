package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.nodes.NodeException;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.NodeId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a node measured. */
@Path("/nodes/{nodeId}/telemetry")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "telemetry")
class TelemetryResource {

    private final TelemetryQueryService service;
    private final CurrentActor actor;

    TelemetryResource(TelemetryQueryService service, CurrentActor actor) {
        this.service = service;
        this.actor = actor;
    }

    @GET
    @Path("/latest")
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN, Role.Names.NODE_VIEWER})
    @Operation(summary = "The newest value of each metric; it never goes back, whatever arrives late")
    public LatestView getLatestTelemetry(@PathParam("nodeId") String nodeId) {
        return service.latest(actor.get().scope(), existing(nodeId));
    }

    @GET
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN, Role.Names.NODE_VIEWER})
    @Operation(summary = "A range of telemetry by corrected time: series of points, or with step=raw the reports")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {TelemetryView.SeriesView.class, TelemetryView.RawView.class})))
    public TelemetryView getTelemetry(
            @PathParam("nodeId") String nodeId, @Valid @BeanParam TelemetryParameters parameters) {
        return service.range(actor.get().scope(), existing(nodeId), parameters);
    }

    /** A name that no node can have is one that no node has. */
    private static NodeId existing(String nodeId) {
        if (!NodeId.isWellFormed(nodeId)) {
            throw new NodeException.UnknownNode(nodeId);
        }
        return new NodeId(nodeId);
    }
}
