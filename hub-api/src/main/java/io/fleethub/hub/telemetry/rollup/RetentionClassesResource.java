package io.fleethub.hub.telemetry.rollup;

import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How long roll-ups are kept, by patterns of metrics' names. */
@Path("/retention-classes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "telemetry")
class RetentionClassesResource {

    private final RetentionClassService service;
    private final CurrentActor actor;

    RetentionClassesResource(RetentionClassService service, CurrentActor actor) {
        this.service = service;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN})
    @Operation(summary = "The retention classes in force; of those that cover a metric the nearest pattern counts")
    public Page<RetentionClassView> listRetentionClasses() {
        return new Page<>(
                service.of(actor.get().scope()).stream()
                        .map(RetentionClassView::of)
                        .toList(),
                null);
    }

    @PUT
    @Path("/{pattern}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Set how long the roll-ups of these metrics are kept; monthly left out: for ever")
    public RetentionClassView putRetentionClass(
            @PathParam("pattern") String pattern, @Valid @NotNull RetentionClassRequest request) {
        return RetentionClassView.of(service.put(actor.get().scope(), pattern, request));
    }

    @DELETE
    @Path("/{pattern}")
    @RolesAllowed(Role.Names.ADMIN)
    @Operation(summary = "Return to what the hub does with these metrics by default")
    public void deleteRetentionClass(@PathParam("pattern") String pattern) {
        service.delete(actor.get().scope(), pattern);
    }
}
