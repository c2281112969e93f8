package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which machines used one node's identity of late, and whether they take each other over; pure data, each birth a new one.
 *
 * <p>A machine is a storage in a boot. One machine that starts again, or whose storage was wiped, never comes back as the one it was
 * before; two that share an identity do so in turns. A single return may be a message that was delivered late; several within a short
 * time are not.
 *
 * @param known the latest last
 * @param returns when a machine came back after another one had been there
 */
record Machines(List<Machine> known, List<Instant> returns) {

    private static final int KEPT = 8;
    /** Returns within the window that name it. */
    static final int RETURNS = 3;

    static final Duration WINDOW = Duration.ofMinutes(10);

    static final Machines NONE = new Machines(List.of(), List.of());

    /** @param session the highest that it opened: a birth of no higher one is the same again */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Machine(
            String storageId,
            @Nullable String bootId,
            long session,
            Instant at,
            @Nullable String remoteAddress) {

        private boolean isOf(StatusReport status) {
            return storageId.equals(status.storageId()) && Objects.equals(bootId, status.bootId());
        }
    }

    Machines {
        known = List.copyOf(known);
        returns = List.copyOf(returns);
    }

    /** With one more status: a new session of a machine is a turn of it, everything else changes nothing. */
    Machines and(StatusReport status, Instant at, @Nullable String remoteAddress) {
        String storage = status.storageId();
        Long session = status.session();
        if (status.event() != StatusEvent.BIRTH || storage == null || session == null) {
            return this;
        }
        Optional<Machine> before =
                known.stream().filter(machine -> machine.isOf(status)).findFirst();
        if (before.isPresent() && session <= before.get().session()) {
            return this;
        }
        List<Machine> machines = new ArrayList<>(known);
        List<Instant> comings = new ArrayList<>(returns);
        before.ifPresent(machine -> {
            if (machines.indexOf(machine) != machines.size() - 1) {
                comings.add(at);
            }
            machines.remove(machine);
        });
        machines.add(new Machine(storage, status.bootId(), session, at, remoteAddress));
        return new Machines(latest(machines), latest(comings));
    }

    /** When they last were seen to take each other over, if they do. */
    Optional<Instant> sharedAt() {
        if (returns.size() < RETURNS) {
            return Optional.empty();
        }
        Instant last = returns.get(returns.size() - 1);
        Instant first = returns.get(returns.size() - RETURNS);
        return Duration.between(first, last).compareTo(WINDOW) <= 0 ? Optional.of(last) : Optional.empty();
    }

    /** Whether the identity counts as shared at this time. */
    boolean shared(Instant now) {
        return sharedAt()
                .filter(last -> Duration.between(last, now).compareTo(WINDOW) <= 0)
                .isPresent();
    }

    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - KEPT), all.size());
    }
}
