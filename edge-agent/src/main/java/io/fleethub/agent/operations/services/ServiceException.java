package io.fleethub.agent.operations.services;

/** A service could not be looked at, started or stopped; the message may be shown to the operator. */
public final class ServiceException extends Exception {

    private static final long serialVersionUID = 1L;

    public ServiceException(String message) {
        super(message);
    }

    public ServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
