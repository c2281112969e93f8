package io.fleethub.agent.budget;

/**
 * The day's budget, for people and metrics. Immutable.
 *
 * @param bytesPerDay 0 when there is none
 * @param usedToday with what was written down ahead of its use before a restart
 * @param exhausted whether telemetry and logs wait for the next day
 * @param metered whether telemetry is measured and sent less often
 */
public record BudgetView(long bytesPerDay, long usedToday, boolean exhausted, boolean metered) {}
