package io.fleethub.bench.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What takes the messages in a trial and makes them durable. */
public interface Target extends AutoCloseable {

    /** Reports that are durable since the trial began; asked often, so it must be cheap. From one thread at a time. */
    long durable() throws Exception;

    /** The processes whose time is told apart in the result. */
    Map<String, ProcessHandle> processes();

    /** Counts one by one, when everything seems to be there: what is lost, doubled or strange, if anything. */
    Optional<String> fault(List<LoadNode> nodes) throws Exception;

    @Override
    void close() throws Exception;

    /** Makes a target that is empty and ready. */
    interface Factory {
        Target open(String trial) throws Exception;
    }
}
