package io.fleethub.agent.commands;

import io.fleethub.schemas.CommandId;
import java.time.Duration;
import java.util.Optional;

/** What an operation is told about the command that it carries out, and how it says where it is. Worker thread only. */
public interface CommandContext {

    CommandId commandId();

    int attempt();

    /** What is left of the command's time to run; the worker is interrupted when it is over. */
    Duration remaining();

    /** Tells the hub; of several that could not be sent yet only the last is kept. */
    void progress(double percent, String step);

    /**
     * Writes down where the operation is; on disk when this returns. To be called before every step that may kill the
     * agent, or that must not be done twice.
     */
    void checkpoint(String state);

    /** The last state that was written down, by this agent or by the one that began the command. */
    Optional<String> lastCheckpoint();

    /** Whether the machine has not been restarted since the command was begun. */
    boolean sameBoot();
}
