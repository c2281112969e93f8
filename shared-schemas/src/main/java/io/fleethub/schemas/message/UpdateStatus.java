package io.fleethub.schemas.message;

/** What a node says of a command. */
public enum UpdateStatus {
    RECEIVED,
    IN_PROGRESS,
    SUCCEEDED,
    FAILED,
    REJECTED,
    CANCELED;

    /** Whether the node will say nothing more of this attempt. */
    public boolean isFinal() {
        return this != RECEIVED && this != IN_PROGRESS;
    }
}
