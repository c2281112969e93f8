package io.fleethub.bench;

import java.util.List;

/** One benchmark: it sets up what is measured, and takes it down when it is closed. */
public interface Scenario extends AutoCloseable {

    /** Everything that has to run before the first trial. */
    List<Contest> prepare(Timing timing) throws Exception;

    @Override
    void close() throws Exception;
}
