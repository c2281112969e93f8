package io.fleethub.hub.auth;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sign-in, refresh and sign-out: the routes that need no access token. */
@Path("/auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "auth")
class AuthResource {

    static final String COOKIE = "fleet_refresh";

    private final AuthService service;

    AuthResource(AuthService service) {
        this.service = service;
    }

    @POST
    @Path("/login")
    @Operation(summary = "Sign in; the refresh token comes as a cookie, or in the body with cookie: false")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TokenView.class)))
    public Response login(@Valid @NotNull LoginRequest request, @Context UriInfo uri) {
        return respond(service.login(request.email(), request.password()), request.wantsCookie(), uri);
    }

    @POST
    @Path("/refresh")
    @Operation(summary = "Trade the refresh token, from the cookie or the body, for new tokens")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TokenView.class)))
    public Response refresh(
            @Valid @Nullable RefreshRequest request,
            @CookieParam(COOKIE) @Parameter(hidden = true) @Nullable String cookie,
            @Context UriInfo uri) {
        Optional<String> fromBody = Optional.ofNullable(request).map(RefreshRequest::refreshToken);
        String token = fromBody.or(() -> Optional.ofNullable(cookie)).orElseThrow(SignInException.RefreshRefused::new);
        return respond(service.refresh(token), fromBody.isEmpty(), uri);
    }

    @POST
    @Path("/logout")
    @Operation(summary = "Sign out: the refresh token and all of its family end")
    @APIResponse(responseCode = "204")
    public Response logout(
            @Valid @Nullable RefreshRequest request,
            @CookieParam(COOKIE) @Parameter(hidden = true) @Nullable String cookie,
            @Context UriInfo uri) {
        Optional.ofNullable(request)
                .map(RefreshRequest::refreshToken)
                .or(() -> Optional.ofNullable(cookie))
                .ifPresent(service::logout);
        return Response.noContent()
                .cookie(refreshCookie("", Duration.ZERO, uri))
                .build();
    }

    private static Response respond(SignedIn signedIn, boolean asCookie, UriInfo uri) {
        String refreshToken = signedIn.refreshToken().value();
        TokenView view = new TokenView(
                signedIn.accessToken(), signedIn.accessLifetime().toSeconds(), asCookie ? null : refreshToken);
        Response.ResponseBuilder response = Response.ok(view);
        if (asCookie) {
            response.cookie(refreshCookie(refreshToken, signedIn.refreshLifetime(), uri));
        }
        return response.build();
    }

    /** Sent only to these routes, never to scripts of the page, and over TLS when there is TLS. */
    private static NewCookie refreshCookie(String value, Duration lifetime, UriInfo uri) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path("/api/v1/auth")
                .maxAge((int) lifetime.toSeconds())
                .httpOnly(true)
                .sameSite(SameSite.STRICT)
                .secure("https".equals(uri.getBaseUri().getScheme()))
                .build();
    }
}
