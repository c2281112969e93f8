package io.fleethub.hub.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.fleethub.hub.platform.db.DatabaseAway;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception that leaves a resource into a problem; the only mapper of the hub. Stateless. */
class ProblemMapper {

    private static final Map<String, String> CHALLENGE = Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    /** What every resource calls the parameter that is the body. */
    private static final String BODY = "request";

    private static final Map<String, String> RETRY = Map.of(HttpHeaders.RETRY_AFTER, "5");

    @ServerExceptionMapper
    Response refused(ProblemException e, RoutingContext context) {
        Problem problem = problem(e.type(), e.detail(), e.errors(), e.members(), context);
        return respond(problem, e.headers());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(RoutingContext context) {
        String detail = "This needs the header Authorization: Bearer with an access token that is still valid.";
        return respond(ProblemType.UNAUTHENTICATED, detail, List.of(), CHALLENGE, context);
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(RoutingContext context) {
        return respond(ProblemType.FORBIDDEN, ProblemType.FORBIDDEN.title(), List.of(), Map.of(), context);
    }

    @ServerExceptionMapper
    Response violated(ConstraintViolationException e, RoutingContext context) {
        List<FieldError> errors = e.getConstraintViolations().stream()
                .map(ProblemMapper::fieldError)
                .distinct()
                .toList();
        return respond(ProblemType.INVALID, describe(errors), errors, Map.of(), context);
    }

    /** Named twice, since the framework has a mapper of its own for the second. */
    @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
    Response unreadable(JacksonException e, RoutingContext context) {
        List<FieldError> errors = List.of(JsonFault.of(e));
        return respond(ProblemType.BAD_REQUEST, describe(errors), errors, Map.of(), context);
    }

    /** JAX-RS's own refusals keep their status: 404 for a path that does not parse, 405, 406, 415. */
    @ServerExceptionMapper
    Response refusedByFramework(WebApplicationException e, RoutingContext context) {
        if (e.getCause() instanceof JacksonException fault) {
            return unreadable(fault, context);
        }
        if (e.getCause() instanceof NumberFormatException fault) {
            List<FieldError> errors = List.of(notANumber(fault, context));
            return respond(ProblemType.INVALID, describe(errors), errors, Map.of(), context);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Response.Status.Family.SERVER_ERROR) {
            return failed(e, context);
        }
        String code = status.getReasonPhrase().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_");
        ProblemType type = new ProblemType(status.getStatusCode(), code, status.getReasonPhrase());
        return respond(type, detail(status, e.getResponse(), context), List.of(), Map.of(), context);
    }

    /** What to do about it, where the framework says no more than its standard phrase. */
    private static String detail(Response.StatusType status, Response refusal, RoutingContext context) {
        String method = context.request().method().name();
        return switch (status.getStatusCode()) {
            case 404 -> "There is nothing at " + context.normalizedPath() + ".";
            case 405 -> method + " is not possible here" + allowed(refusal) + '.';
            case 406 -> "The answer is application/json, which the header Accept does not allow.";
            case 415 -> "The body must be sent with the header Content-Type: application/json.";
            default -> status.getReasonPhrase();
        };
    }

    private static String allowed(Response refusal) {
        String methods = refusal.getHeaderString(HttpHeaders.ALLOW);
        return methods == null || methods.isEmpty() ? "" : ", but " + methods;
    }

    /** The framework does not say which query parameter it was; the text that it could not read does. */
    private static FieldError notANumber(NumberFormatException fault, RoutingContext context) {
        String text = String.valueOf(fault.getMessage());
        String field = context.queryParams().entries().stream()
                .filter(parameter -> text.contains('"' + parameter.getValue() + '"'))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return new FieldError(field, "must be a whole number");
    }

    @ServerExceptionMapper
    Response failed(Throwable e, RoutingContext context) {
        if (DatabaseAway.caused(e)) {
            Log.warnf("%s %s: the database is away", context.request().method(), context.normalizedPath());
            String detail = "The database cannot be reached. Try again in a few seconds.";
            return respond(ProblemType.UNAVAILABLE, detail, List.of(), RETRY, context);
        }
        Log.errorf(e, "%s %s failed", context.request().method(), context.normalizedPath());
        return respond(ProblemType.INTERNAL, ProblemType.INTERNAL.title(), List.of(), Map.of(), context);
    }

    /** First the method, then its parameter, then the path inside the body; {@code <list element>} adds nothing. */
    private static FieldError fieldError(ConstraintViolation<?> violation) {
        List<String> path = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .map(Object::toString)
                .filter(name -> !name.startsWith("<"))
                .toList();
        if (violation.getInvalidValue() == null && path.get(path.size() - 1).equals(BODY)) {
            return new FieldError("", "the body is missing: send a JSON object");
        }
        String field = path.size() > 2 ? String.join(".", path.subList(2, path.size())) : path.get(path.size() - 1);
        return new FieldError(field, violation.getMessage());
    }

    private static String describe(List<FieldError> errors) {
        return String.join(
                "; ",
                errors.stream()
                        .map(error ->
                                error.field().isEmpty() ? error.message() : error.field() + ": " + error.message())
                        .sorted()
                        .toList());
    }

    private static Response respond(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            Map<String, String> headers,
            RoutingContext context) {
        return respond(problem(type, detail, errors, Map.of(), context), headers);
    }

    private static Problem problem(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            Map<String, Object> members,
            RoutingContext context) {
        return new Problem(
                type.uri(), type.title(), type.status(), detail, type.code(), errors, RequestId.of(context), members);
    }

    private static Response respond(Problem problem, Map<String, String> headers) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        headers.forEach(response::header);
        return response.build();
    }
}
