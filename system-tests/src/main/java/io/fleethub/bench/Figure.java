package io.fleethub.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one trial gave: a value in the unit of its contest, what else was seen, and the fault that takes the score away.
 *
 * @param notes in the order in which they are printed
 */
public record Figure(double value, Map<String, Double> notes, Optional<String> fault) {

    public static Figure of(double value) {
        return new Figure(value, Map.of(), Optional.empty());
    }

    public Figure with(String note, double noted) {
        Map<String, Double> more = new LinkedHashMap<>(notes);
        more.put(note, noted);
        return new Figure(value, more, fault);
    }

    public Figure withAll(Map<String, Double> noted) {
        Map<String, Double> more = new LinkedHashMap<>(notes);
        more.putAll(noted);
        return new Figure(value, more, fault);
    }

    /** The same trial without a score: something was lost, doubled or piled up. */
    public Figure failed(String why) {
        return new Figure(
                value, notes, Optional.of(fault.map(first -> first + "; " + why).orElse(why)));
    }
}
