package io.fleethub.bench;

import java.util.Map;

/**
 * What is to be reached: one contender's median against another's times a factor, or against a number.
 *
 * @param other the contender compared with; empty when the factor is a number in the contest's unit
 */
public record Goal(String ours, String other, Bound bound, double factor) {

    /** On which side of the limit the goal lies. */
    public enum Bound {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    public static Goal atLeast(String ours, double factor, String other) {
        return new Goal(ours, other, Bound.AT_LEAST, factor);
    }

    public static Goal atMost(String ours, double factor, String other) {
        return new Goal(ours, other, Bound.AT_MOST, factor);
    }

    public static Goal atMost(String ours, double number) {
        return new Goal(ours, "", Bound.AT_MOST, number);
    }

    /** Compares medians; a contender without a score is never a success. */
    Verdict judge(Map<String, Double> medians) {
        Double mine = medians.get(ours);
        Double theirs = other.isEmpty() ? Double.valueOf(1) : medians.get(other);
        if (mine == null || theirs == null) {
            return new Verdict(this, Double.NaN, false);
        }
        double reached = mine / theirs;
        return new Verdict(this, reached, bound == Bound.AT_LEAST ? reached >= factor : reached <= factor);
    }

    /** A goal with what was reached of it. */
    record Verdict(Goal goal, double reached, boolean met) {

        String line() {
            String against = goal.other.isEmpty() ? goal.ours : goal.ours + " / " + goal.other;
            String what = Double.isNaN(reached) ? "no score" : Numbers.shortly(reached);
            return "%s: %s (goal %s %s) %s"
                    .formatted(
                            against, what, goal.bound.sign, Numbers.shortly(goal.factor), met ? "reached" : "MISSED");
        }
    }
}
