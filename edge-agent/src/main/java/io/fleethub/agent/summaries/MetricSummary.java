package io.fleethub.agent.summaries;

import java.time.LocalDate;

/**
 * One metric over a day or a month of UTC. Immutable.
 *
 * @param from its first day
 * @param count how many values there were
 */
public record MetricSummary(
        String metric, LocalDate from, double min, double max, double average, double last, long count) {}
