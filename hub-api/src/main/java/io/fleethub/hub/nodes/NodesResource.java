package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.NodeId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The registry of nodes. */
@Path("/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "nodes")
class NodesResource {

    private static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

    private final NodeService service;
    private final NodeQueryService queries;
    private final CurrentActor actor;

    NodesResource(NodeService service, NodeQueryService queries, CurrentActor actor) {
        this.service = service;
        this.queries = queries;
        this.actor = actor;
    }

    @POST
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Register a node; its secret is shown this once")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = RegisteredNode.class)))
    public Response registerNode(@Valid @NotNull RegisterNodeRequest request) {
        RegisteredNode registered = service.register(scope(), request);
        return Response.created(URI.create("nodes/" + registered.nodeId()))
                .entity(registered)
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
    @Operation(summary = "The nodes of the tenant, by id; the filters go together")
    public Page<NodeSummary> listNodes(@Valid @BeanParam NodeListParameters parameters) {
        return queries.list(scope(), parameters.filter(), parameters.limit());
    }

    @GET
    @Path("/{nodeId}")
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
    @Operation(summary = "One node")
    public NodeView getNode(@PathParam("nodeId") String nodeId) {
        return queries.get(scope(), existing(nodeId));
    }

    @PATCH
    @Path("/{nodeId}")
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.ADMIN})
    @Operation(summary = "Describe a node anew: what is left out stays, an empty text or list clears")
    public NodeView updateNode(@PathParam("nodeId") String nodeId, @Valid @NotNull UpdateNodeRequest request) {
        service.describe(scope(), existing(nodeId), request);
        return getNode(nodeId);
    }

    @DELETE
    @Path("/{nodeId}")
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Decommission a node: it is disconnected, and all its data is deleted")
    public void decommissionNode(@PathParam("nodeId") String nodeId) {
        service.decommission(scope(), existing(nodeId));
    }

    @POST
    @Path("/{nodeId}/secret")
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Give a node another secret; the old one stays valid for the overlap")
    public ChangedSecret changeNodeSecret(
            @PathParam("nodeId") String nodeId, @Valid @Nullable ChangeSecretRequest request) {
        Duration overlap =
                Optional.ofNullable(request).map(ChangeSecretRequest::overlap).orElse(DEFAULT_OVERLAP);
        return service.changeSecret(scope(), existing(nodeId), overlap);
    }

    @POST
    @Path("/{nodeId}/disable")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Cut a node off: it is disconnected and refused until it is enabled")
    public NodeView disableNode(@PathParam("nodeId") String nodeId) {
        service.setEnabled(scope(), existing(nodeId), false);
        return getNode(nodeId);
    }

    @POST
    @Path("/{nodeId}/enable")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Let a disabled node in again")
    public NodeView enableNode(@PathParam("nodeId") String nodeId) {
        service.setEnabled(scope(), existing(nodeId), true);
        return getNode(nodeId);
    }

    private Scope.Tenant scope() {
        return actor.get().scope();
    }

    /** A name that no node can have is one that no node has. */
    private static NodeId existing(String nodeId) {
        if (!NodeId.isWellFormed(nodeId)) {
            throw new NodeException.UnknownNode(nodeId);
        }
        return new NodeId(nodeId);
    }
}
