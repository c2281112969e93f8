package io.fleethub.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Contenders that are measured in turns, the same number of times each.
 *
 * @param unit of every figure in it
 */
public record Contest(String title, String unit, List<Contender> contenders, List<Goal> goals) {

    /** Whose figure it is. */
    public enum Side {
        OURS,
        PEER,
        LIMIT
    }

    /** One side of the comparison, with the name that goals and tables give it. */
    public record Contender(String name, Side side, Trial trial) {}

    /** The same with those contenders whose name contains a text, and the goals that are about them alone. */
    Contest only(String text) {
        List<Contender> left = contenders.stream()
                .filter(contender -> contender.name().contains(text))
                .toList();
        Set<String> names = left.stream().map(Contender::name).collect(Collectors.toSet());
        names.add("");
        List<Goal> about = goals.stream()
                .filter(goal -> names.contains(goal.ours()) && names.contains(goal.other()))
                .toList();
        return new Contest(title, unit, left, about);
    }

    /** Round after round, everybody once in each; a trial that throws is a trial without a score. */
    Result hold(Timing timing, Consumer<String> progress) throws InterruptedException {
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        for (int round = 1; round <= timing.repeats(); round++) {
            for (Contender contender : contenders) {
                Figure figure = measure(contender, timing);
                figures.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                        .add(figure);
                progress.accept("%s, round %d: %s %s%s"
                        .formatted(
                                contender.name(),
                                round,
                                Numbers.shortly(figure.value()),
                                unit,
                                figure.fault().map(fault -> " FAILED: " + fault).orElse("")));
            }
        }
        return new Result(this, figures);
    }

    private static Figure measure(Contender contender, Timing timing) throws InterruptedException {
        try {
            return contender.trial().run(timing);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Figure.of(Double.NaN).failed(e.toString());
        }
    }

    /** What a contest gave: all figures of each contender, in the order of the rounds. */
    record Result(Contest contest, Map<String, List<Figure>> figures) {

        /** Of the contenders that have a score: those without a fault in any round. */
        Map<String, Double> medians() {
            Map<String, Double> medians = new LinkedHashMap<>();
            figures.forEach((name, all) -> {
                if (all.stream().allMatch(figure -> figure.fault().isEmpty())) {
                    medians.put(
                            name, Numbers.median(all.stream().map(Figure::value).toList()));
                }
            });
            return medians;
        }

        List<Goal.Verdict> verdicts() {
            Map<String, Double> medians = medians();
            return contest.goals().stream().map(goal -> goal.judge(medians)).toList();
        }

        List<String> faults() {
            List<String> faults = new ArrayList<>();
            figures.forEach((name, all) ->
                    all.forEach(figure -> figure.fault().ifPresent(fault -> faults.add(name + ": " + fault))));
            return faults;
        }

        /** The median of each note of a contender. */
        Map<String, Double> notes(String contender) {
            Map<String, List<Double>> noted = new TreeMap<>();
            for (Figure figure : Objects.requireNonNull(figures.get(contender))) {
                figure.notes()
                        .forEach((note, value) -> noted.computeIfAbsent(note, key -> new ArrayList<>())
                                .add(value));
            }
            Map<String, Double> medians = new TreeMap<>();
            noted.forEach((note, values) -> medians.put(note, Numbers.median(values)));
            return medians;
        }
    }
}
