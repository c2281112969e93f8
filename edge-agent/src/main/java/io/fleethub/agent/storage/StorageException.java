package io.fleethub.agent.storage;

/** The database could not do it: a full or broken disk, or a fault in a statement. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageException(String message) {
        super(message);
    }
}
