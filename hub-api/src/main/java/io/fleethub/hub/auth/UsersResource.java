package io.fleethub.hub.auth;

import io.fleethub.hub.platform.http.Cursor;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The users of the caller's tenant. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Names.ADMIN)
@Tag(name = "users")
class UsersResource {

    private final UserService service;
    private final CurrentActor actor;

    UsersResource(UserService service, CurrentActor actor) {
        this.service = service;
        this.actor = actor;
    }

    @GET
    @Operation(summary = "The users of the tenant, by e-mail address")
    public Page<UserView> listUsers(
            @QueryParam("limit") @DefaultValue("" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return service.list(
                actor.get().scope(), limit, Optional.ofNullable(cursor).map(Cursor::parse));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Add a user; the role is viewer, operator or admin")
    public UserView createUser(@Valid @NotNull CreateUserRequest request) {
        if (request.role() == Role.OWNER || request.role() == Role.NODE_VIEWER) {
            throw ProblemException.invalid("role", "must be viewer, operator or admin");
        }
        return service.create(actor.get().scope(), request.email(), request.password(), request.role());
    }

    @DELETE
    @Path("/{userId}")
    @Operation(summary = "Delete a user and end all of its sign-ins")
    public void deleteUser(@PathParam("userId") UUID userId) {
        service.delete(actor.get(), userId);
    }
}
