package io.fleethub.agent.operations.services;

/** What a service is doing. */
public enum RunState {
    RUNNING,
    STOPPED,
    /** It should run, but ended by itself or could not be started. */
    FAILED
}
