package io.fleethub.standalone.platform;

import java.util.Objects;

/** The fleet cannot be started or go on; the message is the one clear line that its operator reads. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LaunchException(String line) {
        super(line);
    }

    public LaunchException(String line, Throwable cause) {
        super(line, cause);
    }

    /** The line for the operator. */
    public String line() {
        return Objects.requireNonNull(getMessage());
    }
}
