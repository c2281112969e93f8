package io.fleethub.hub.nodes.signed;

import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Why a signed request is not let in. */
abstract sealed class SignedRequestException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private static final Map<String, String> CHALLENGE = Map.of(HttpHeaders.WWW_AUTHENTICATE, "Fleethub-Signature");

    private SignedRequestException(ProblemType type, String detail, Map<String, String> headers) {
        super(type, detail, List.of(), headers);
    }

    /** Whatever it was: an unknown or disabled node, a wrong signature, a nonce that was used. */
    static final class Refused extends SignedRequestException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(
                    ProblemType.UNAUTHENTICATED,
                    "This needs the headers X-Node-Id, X-Timestamp, X-Nonce and X-Signature of a node that may send.",
                    CHALLENGE);
        }
    }

    /** The sender's clock is off; it learns the hub's, which says nothing about any key. */
    static final class WrongClock extends SignedRequestException {
        private static final long serialVersionUID = 1L;

        private final Instant hubTime;

        WrongClock(Instant hubTime, Duration window) {
            super(
                    new ProblemType(401, "CLOCK", "The request's time is not the hub's"),
                    "X-Timestamp is more than " + window.toSeconds() + " s off the hub's clock.",
                    CHALLENGE);
            this.hubTime = hubTime;
        }

        @Override
        public Map<String, Object> members() {
            return Map.of("hubTime", hubTime);
        }
    }

    /** Too many refusals of late; this one was not even looked at. */
    static final class TooMany extends SignedRequestException {
        private static final long serialVersionUID = 1L;

        TooMany(Duration wait) {
            super(
                    new ProblemType(429, "TOO_MANY_FAILURES", "Too many requests were refused"),
                    "Too many requests of this node from this address were refused. Wait before the next.",
                    Map.of(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
        }
    }
}
