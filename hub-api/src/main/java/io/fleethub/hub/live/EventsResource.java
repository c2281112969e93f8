package io.fleethub.hub.live;

import io.fleethub.hub.auth.SignIns;
import io.fleethub.hub.live.LiveEvent.Kind;
import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.security.Actor;
import io.fleethub.hub.platform.security.CurrentActor;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.NodeId;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens, while it happens. */
@Path("/events")
@Tag(name = "events")
class EventsResource {

    private final LiveFeed feed;
    private final LiveInterest interest;
    private final SignIns signIns;
    private final CurrentActor actor;

    EventsResource(LiveFeed feed, LiveInterest interest, SignIns signIns, CurrentActor actor) {
        this.feed = feed;
        this.interest = interest;
        this.signIns = signIns;
        this.actor = actor;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Role.Names.VIEWER, Role.Names.OPERATOR, Role.Names.ADMIN, Role.Names.NODE_VIEWER})
    @Operation(summary = "Server-sent events presence, telemetry, command; reload where some are missing")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING, description = "an event stream")))
    public Multi<OutboundSseEvent> followEvents(
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Parameter(description = "go on after this one") @Nullable String lastId,
            @QueryParam("types")
                    @Parameter(description = "presence, telemetry, command, separated by commas; else all")
                    @Nullable String types,
            @QueryParam("node") @Parameter(description = "of this node only") @Nullable String node,
            @Context Sse sse) {
        LiveReader reader = reader(kinds(types), node);
        LiveClient client = feed.open(reader, lastId);
        interest.tell(Set.of(reader.scope().id()));
        return Multi.createFrom()
                .<LiveMessage>publisher(client::attach)
                .onItem()
                .transform(message -> event(sse, message));
    }

    private LiveReader reader(Set<Kind> kinds, @Nullable String node) {
        Actor reading = actor.get();
        Optional<UUID> signIn = actor.signIn();
        if (signIn.isPresent() && !signIns.standing(Set.of(signIn.get())).contains(signIn.get())) {
            throw new UnauthorizedException("the sign-in of this token is over");
        }
        Optional<NodeId> only = Optional.ofNullable(node).map(EventsResource::nodeId);
        return new LiveReader(reading.scope(), reading.userId(), signIn, actor.tokenExpiresAt(), kinds, only);
    }

    private static NodeId nodeId(String text) {
        if (!NodeId.isWellFormed(text)) {
            throw ProblemException.invalid("node", "is no name that a node can have");
        }
        return new NodeId(text);
    }

    private static Set<Kind> kinds(@Nullable String types) {
        Set<Kind> wanted = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (types == null || Set.of(types.split(",", -1)).contains(kind.label())) {
                wanted.add(kind);
            }
        }
        if (wanted.isEmpty()) {
            throw ProblemException.invalid("types", "must name presence, telemetry or command");
        }
        return wanted;
    }

    private static OutboundSseEvent event(Sse sse, LiveMessage message) {
        OutboundSseEvent.Builder event = sse.newEventBuilder().id(message.id());
        if (message instanceof LiveMessage.Happened happened) {
            LiveEvent what = happened.placed().event();
            return event.name(what.kind().label())
                    .mediaType(MediaType.TEXT_PLAIN_TYPE)
                    .data(what.data())
                    .build();
        }
        return message instanceof LiveMessage.Reload
                ? event.name("reload")
                        .mediaType(MediaType.TEXT_PLAIN_TYPE)
                        .data("{}")
                        .build()
                : event.comment("alive").build();
    }
}
