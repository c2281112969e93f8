package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The broker's own feed of who may connect; the broker has a token of its own instead of a user. */
@Path("/broker/credentials")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "broker")
class CredentialsResource {

    private final CredentialsFeed feed;
    private final FeedToken token;

    CredentialsResource(CredentialsFeed feed, FeedToken token) {
        this.feed = feed;
        this.token = token;
    }

    @GET
    @PermitAll
    @Blocking
    @Operation(summary = "Who may connect, since a revision; waits for a change. Bearer: the feed's token")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CredentialsView.class)))
    @APIResponse(responseCode = "304", description = "Nothing changed")
    public CompletionStage<Response> followCredentials(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true) @Nullable String authorization,
            @QueryParam("since") @Nullable Long since,
            @QueryParam("wait") @DefaultValue("PT0S") String wait) {
        if (!token.isIn(authorization)) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED,
                    "This needs the header Authorization: Bearer with the feed's token.",
                    List.of(),
                    Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
        }
        OptionalLong known = since == null ? OptionalLong.empty() : OptionalLong.of(since);
        return feed.next(known, duration(wait))
                .thenApply(found -> found.map(view -> Response.ok(view).build())
                        .orElseGet(() -> Response.notModified().build()));
    }

    private static Duration duration(String wait) {
        try {
            return Duration.parse(wait);
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid("wait", "must be an ISO-8601 duration such as PT25S");
        }
    }
}
