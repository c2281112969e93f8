package io.fleethub.hub.platform.http;

/**
 * A kind of refusal that clients can tell from others. Features declare their own next to their exceptions.
 *
 * @param code upper snake case, stable
 * @param title the same for every problem of the type
 */
public record ProblemType(int status, String code, String title) {

    public static final ProblemType BAD_REQUEST = new ProblemType(400, "BAD_REQUEST", "The request could not be read");
    public static final ProblemType INVALID_CURSOR =
            new ProblemType(400, "INVALID_CURSOR", "The cursor is not one that this list gave");
    public static final ProblemType UNAUTHENTICATED = new ProblemType(401, "UNAUTHENTICATED", "Sign in first");
    public static final ProblemType FORBIDDEN = new ProblemType(403, "FORBIDDEN", "Your role does not allow this");
    public static final ProblemType NOT_FOUND = new ProblemType(404, "NOT_FOUND", "There is no such thing");
    public static final ProblemType INVALID =
            new ProblemType(422, "INVALID", "The request has values that are not allowed");
    public static final ProblemType UNAVAILABLE =
            new ProblemType(503, "UNAVAILABLE", "The hub cannot do this at the moment");
    public static final ProblemType INTERNAL =
            new ProblemType(500, "INTERNAL", "The hub failed to answer; its log has the reason under the request id");

    /** The {@code type} member of RFC 9457. */
    public String uri() {
        return "urn:fleethub:problem:" + code;
    }
}
