package io.fleethub.hub.logs;

import io.fleethub.hub.nodes.signed.SignedHeaders;
import io.fleethub.hub.nodes.signed.SignedRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Chunks of logs over HTTPS, from a node that signs its request. */
@Path("/logs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "logs")
class LogIntakeResource {

    private final LogIntakeService service;

    LogIntakeResource(LogIntakeService service) {
        this.service = service;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary =
                    "Hands in one chunk of a log that was asked for, signed by the node; answered when it is committed")
    public LogChunkReceipt postLogChunk(
            @Context HttpServerRequest request,
            @BeanParam SignedHeaders headers,
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT, description = "a LogChunk")))
                    byte @Nullable [] body) {
        return service.take(SignedRequest.of(request, headers, body));
    }
}
