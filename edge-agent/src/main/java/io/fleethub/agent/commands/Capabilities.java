package io.fleethub.agent.commands;

import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.StatusReport;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this node can do: the operations that it declares in its birth, and nothing else. Immutable. */
public final class Capabilities {

    private final Map<OperationName, Operation<?>> operations = new EnumMap<>(OperationName.class);

    public Capabilities(Collection<? extends Operation<?>> operations) {
        for (Operation<?> operation : operations) {
            if (this.operations.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException(operation.name() + " is there twice");
            }
        }
    }

    Optional<Operation<?>> find(String name) {
        return OperationName.find(name).map(operations::get);
    }

    /** For the birth message. */
    public List<StatusReport.Capability> declared() {
        return operations.values().stream()
                .map(operation -> new StatusReport.Capability(operation.name().name(), operation.parametersSchema()))
                .toList();
    }
}
