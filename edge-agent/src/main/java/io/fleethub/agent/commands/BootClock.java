package io.fleethub.agent.commands;

import io.fleethub.agent.machine.BootId;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: time since the machine was started, comparable between agents of the same boot.
 *
 * @param uptimeMillis of the machine, time asleep included
 */
public record BootClock(BootId bootId, LongSupplier uptimeMillis) {

    long now() {
        return uptimeMillis.getAsLong();
    }

    boolean isThisBoot(String other) {
        return bootId.value().equals(other);
    }
}
