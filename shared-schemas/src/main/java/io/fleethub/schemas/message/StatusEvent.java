package io.fleethub.schemas.message;

/** What a status report announces. */
public enum StatusEvent {
    BIRTH,
    HEARTBEAT,
    DEATH
}
