package io.fleethub.agent.presence;

/** Told when a status report is handed to the connection, before the hub can answer it. On the scheduler's thread. */
@FunctionalInterface
public interface StatusListener {

    /** @param publishedNanos by {@link System#nanoTime} */
    void published(long session, long n, long publishedNanos);
}
