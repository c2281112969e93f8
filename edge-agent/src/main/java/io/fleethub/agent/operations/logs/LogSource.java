package io.fleethub.agent.operations.logs;

import java.io.IOException;
import java.time.Duration;

/** A declared log that can be read. */
interface LogSource {

    String name();

    /**
     * Opens what may hold the wanted lines; the query is applied again to what is opened.
     *
     * @param limit for a program that has to be asked
     * @throws IOException when the log cannot be read; its message may be shown to the operator
     */
    LogFiles open(LogQuery query, Duration limit) throws IOException, InterruptedException;
}
