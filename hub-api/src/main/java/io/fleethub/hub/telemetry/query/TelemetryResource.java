package io.fleethub.hub.telemetry.query;

import io.fleethub.hub.nodes.NodeException;
import io.fleethub.hub.platform.db.Scope;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

    private static final String CSV = "text/csv";

    private final TelemetryQueryService service;
    private final TelemetryDownload download;
    private final CurrentActor actor;

    TelemetryResource(TelemetryQueryService service, TelemetryDownload download, CurrentActor actor) {
        this.service = service;
        this.download = download;
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
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN, Role.Names.NODE_VIEWER})
    @Operation(
            summary =
                    "A range of telemetry by corrected time: series of points, or with step=raw the reports; also as CSV")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(oneOf = {TelemetryView.SeriesView.class, TelemetryView.RawView.class})),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    public Response getTelemetry(
            @PathParam("nodeId") String nodeId,
            @Valid @BeanParam TelemetryParameters parameters,
            @Context HttpHeaders headers) {
        NodeId node = existing(nodeId);
        Scope.Tenant scope = actor.get().scope();
        if (!parameters.isCsv(headers.getAcceptableMediaTypes())) {
            return Response.ok(service.range(scope, node, parameters), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        return Response.ok(download.csv(scope, node, parameters), CSV + ";charset=utf-8;header=present")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + node + "-telemetry.csv\"")
                .build();
    }

    /** A name that no node can have is one that no node has. */
    private static NodeId existing(String nodeId) {
        if (!NodeId.isWellFormed(nodeId)) {
            throw new NodeException.UnknownNode(nodeId);
        }
        return new NodeId(nodeId);
    }
}
