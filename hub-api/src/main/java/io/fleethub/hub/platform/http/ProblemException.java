package io.fleethub.hub.platform.http;

import java.util.List;
import java.util.Map;

/** A request that is refused, in words that the client may see. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<FieldError> errors;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of());
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        this(type, detail, errors, Map.of());
    }

    /** @param headers of the response, such as {@code Retry-After} */
    public ProblemException(ProblemType type, String detail, List<FieldError> errors, Map<String, String> headers) {
        super(detail);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /** One field of the request that is not allowed to be what it is: 422. */
    public static ProblemException invalid(String field, String message) {
        return new ProblemException(
                ProblemType.INVALID, field + ": " + message, List.of(new FieldError(field, message)));
    }

    /** What is not there, or not the caller's: both look the same. */
    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemType.NOT_FOUND, what);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** More members of the problem, such as a time that the client needs to know. */
    public Map<String, Object> members() {
        return Map.of();
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The text for the client. */
    public String detail() {
        String detail = getMessage();
        return detail == null ? type.title() : detail;
    }
}
