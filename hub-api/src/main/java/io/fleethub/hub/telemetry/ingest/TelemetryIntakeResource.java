package io.fleethub.hub.telemetry.ingest;

import io.fleethub.hub.nodes.signed.SignedHeaders;
import io.fleethub.hub.nodes.signed.SignedRequest;
import io.fleethub.hub.platform.http.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Telemetry over HTTPS, from a node that signs its request. */
@Path("/telemetry")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "telemetry")
class TelemetryIntakeResource {

    private static final Pattern SEQ = Pattern.compile("[1-9][0-9]{0,18}");

    private final TelemetryIntakeService service;

    TelemetryIntakeResource(TelemetryIntakeService service) {
        this.service = service;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Hands in telemetry, signed by the node; answered when it is committed or refused for good")
    public TelemetryReceipt postTelemetry(
            @Context HttpServerRequest request,
            @BeanParam SignedHeaders headers,
            @HeaderParam("X-Outbox-First-Seq")
                    @Parameter(description = "what the outbox holds begins here; else the smallest seq of the body")
                    @Nullable String firstSeq,
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.OBJECT,
                                                            description = "a TelemetryBatch")))
                    byte @Nullable [] body) {
        return service.take(SignedRequest.of(request, headers, body), firstSeq == null ? null : seq(firstSeq));
    }

    private static long seq(String text) {
        try {
            if (SEQ.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException tooLarge) {
            throw ProblemException.invalid("X-Outbox-First-Seq", "is out of all bounds");
        }
        throw ProblemException.invalid("X-Outbox-First-Seq", "must be a whole number from 1");
    }
}
