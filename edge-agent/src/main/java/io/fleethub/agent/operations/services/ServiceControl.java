package io.fleethub.agent.operations.services;

import java.time.Duration;

/**
 * One declared service and what may be done with it.
 *
 * <p>Each act returns when it is done or throws; none says anything about how long the service then lives. Acts come
 * from the command worker alone, looks from any thread.
 */
public interface ServiceControl {

    String name();

    ServiceStatus status() throws ServiceException, InterruptedException;

    /** Starts it; nothing happens when it runs already. */
    void start(Duration limit) throws ServiceException, InterruptedException;

    /** Stops it and keeps it stopped; nothing happens when it is stopped already. */
    void stop(Duration limit) throws ServiceException, InterruptedException;

    /** Ends it if it runs, and starts it. */
    void restart(Duration limit) throws ServiceException, InterruptedException;
}
