package io.fleethub.agent.outbox;

import java.util.ArrayList;
import java.util.List;

/** All messages with unconfirmed reports. Confined to the sender's thread. */
final class Flights {

    private final long firstWaitNanos;
    private List<Flight> flights = new ArrayList<>();

    Flights(long firstWaitNanos) {
        this.firstWaitNanos = firstWaitNanos;
    }

    void add(Flight flight) {
        flights.add(flight);
    }

    void remove(Flight flight) {
        flights.remove(flight);
    }

    void clear() {
        flights.clear();
    }

    /** What of these numbers is not on the way. */
    SeqRanges notIn(SeqRanges wanted) {
        SeqRanges rest = wanted;
        for (Flight flight : flights) {
            rest = rest.minus(flight.rest());
        }
        return rest;
    }

    boolean isEmpty() {
        return flights.isEmpty();
    }

    long reports() {
        return flights.stream().mapToLong(flight -> flight.rest().size()).sum();
    }

    long bytes() {
        return flights.stream().mapToLong(Flight::bytes).sum();
    }

    void confirmed(SeqRanges confirmed) {
        List<Flight> left = new ArrayList<>();
        for (Flight flight : flights) {
            Flight rest = flight.after(confirmed, firstWaitNanos);
            if (!rest.rest().isEmpty()) {
                left.add(rest);
            }
        }
        flights = left;
    }

    /** Takes out those that an answer to a status of that time should have covered. */
    List<Flight> takeLost(long statusPublishedNanos) {
        List<Flight> lost = flights.stream()
                .filter(flight -> flight.lostAt(statusPublishedNanos))
                .toList();
        flights.removeAll(lost);
        return lost;
    }
}
