package io.fleethub.broker.config;

/** The broker must not serve; its message is the one line that the operator reads, without any secret. */
public final class StartRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
