package io.fleethub.hub.bridge.intake;

/** Takes the hub's own probes where telemetry would be committed. */
public interface ProbeSink {

    /** Commits that this probe came through; may fail as the database does. */
    void passed(String instance, long number);
}
