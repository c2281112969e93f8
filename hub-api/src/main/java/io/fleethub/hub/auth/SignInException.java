package io.fleethub.hub.auth;

import io.fleethub.hub.platform.http.ProblemException;
import io.fleethub.hub.platform.http.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A sign-in that is refused. */
abstract sealed class SignInException extends ProblemException {

    private static final long serialVersionUID = 1L;

    private SignInException(ProblemType type, String detail, Map<String, String> headers) {
        super(type, detail, List.of(), headers);
    }

    /** Says the same for a wrong password and an unknown address. */
    static final class WrongCredentials extends SignInException {
        private static final long serialVersionUID = 1L;

        WrongCredentials() {
            super(
                    new ProblemType(401, "WRONG_CREDENTIALS", "The sign-in failed"),
                    "The e-mail address or the password is wrong.",
                    Map.of());
        }
    }

    static final class TooManyAttempts extends SignInException {
        private static final long serialVersionUID = 1L;

        TooManyAttempts(Duration wait) {
            super(
                    new ProblemType(429, "TOO_MANY_ATTEMPTS", "Too many sign-ins failed"),
                    "Too many sign-ins failed for this address. Try again later.",
                    Map.of("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
        }
    }

    /** Unknown, expired, or used before: the client learns only that it has to sign in again. */
    static final class RefreshRefused extends SignInException {
        private static final long serialVersionUID = 1L;

        RefreshRefused() {
            super(
                    new ProblemType(401, "REFRESH_REFUSED", "Sign in again"),
                    "The refresh token is not valid any more.",
                    Map.of());
        }
    }
}
