package io.fleethub.agent.operations.services.process;

import java.util.Optional;

/** Where {@link RunRecord}s are kept; what was saved survives the death of the agent. */
public interface RunRecords {

    Optional<RunRecord> find(String service);

    void save(RunRecord runRecord);
}
