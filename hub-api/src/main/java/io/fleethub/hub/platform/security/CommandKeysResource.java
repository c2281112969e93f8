package io.fleethub.hub.platform.security;

import io.fleethub.schemas.signature.JwkSet;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys with which nodes verify commands. */
@Path("/command-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "command keys")
class CommandKeysResource {

    private final SigningKeys keys;

    CommandKeysResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @PermitAll
    @Operation(summary = "The JSON Web Key Set of the hub's command signatures; public")
    public JwkSet listCommandKeys() {
        return keys.commandKeys();
    }
}
