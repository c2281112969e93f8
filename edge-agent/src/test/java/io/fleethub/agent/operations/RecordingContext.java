package io.fleethub.agent.operations;

import io.fleethub.agent.commands.CommandContext;
import io.fleethub.schemas.CommandId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command's context that remembers what an operation wrote down. */
public final class RecordingContext implements CommandContext {

    public final List<String> checkpoints = new ArrayList<>();
    public boolean sameBoot = true;

    @Override
    public CommandId commandId() {
        return CommandId.of("01900000-0000-7000-8000-000000000001");
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void progress(double percent, String step) {
        // Nobody listens.
    }

    @Override
    public void checkpoint(String state) {
        checkpoints.add(state);
    }

    @Override
    public Optional<String> lastCheckpoint() {
        return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.get(checkpoints.size() - 1));
    }

    @Override
    public boolean sameBoot() {
        return sameBoot;
    }
}
