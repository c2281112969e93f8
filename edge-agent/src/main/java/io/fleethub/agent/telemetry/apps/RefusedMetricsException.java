package io.fleethub.agent.telemetry.apps;

/** What an application handed in is not taken, none of it; the message may be shown to it. */
public final class RefusedMetricsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;
    private final boolean incomplete;

    /** @param field the metric's name; empty for the whole */
    RefusedMetricsException(String field, String problem) {
        this(field, problem, false);
    }

    private RefusedMetricsException(String field, String problem, boolean incomplete) {
        super(field.isEmpty() ? problem : field + ": " + problem);
        this.field = field;
        this.problem = problem;
        this.incomplete = incomplete;
    }

    /** No JSON, or not all of it yet. */
    static RefusedMetricsException unreadable(String problem) {
        return new RefusedMetricsException("", problem, true);
    }

    public String field() {
        return field;
    }

    public String problem() {
        return problem;
    }

    /** Whether it may be half of something that is being written. */
    boolean incomplete() {
        return incomplete;
    }
}
