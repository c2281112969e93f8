package io.fleethub.hub.telemetry.disk;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.security.Actor;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What telemetry takes on the database's disk, and what it will take. */
@Path("/disk-use")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "telemetry")
class DiskUseResource {

    private final DiskUseService service;
    private final CurrentActor actor;

    DiskUseResource(DiskUseService service, CurrentActor actor) {
        this.service = service;
        this.actor = actor;
    }

    @GET
    @RolesAllowed({Role.Names.ADMIN, Role.Names.OWNER})
    @Operation(summary = "Bytes of telemetry: a tenant's share to its administrator, the platform's to its owner")
    public DiskUseView getDiskUse() {
        Actor asking = actor.get();
        return service.of(asking.role() == Role.OWNER ? new Scope.Platform("disk use") : asking.scope());
    }
}
