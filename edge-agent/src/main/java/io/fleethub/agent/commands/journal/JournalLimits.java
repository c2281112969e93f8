package io.fleethub.agent.commands.journal;

import java.time.Duration;

/**
 * For how long commands are remembered.
 *
 * @param age younger ones stay
 * @param entries so many of the newest stay, however old
 */
public record JournalLimits(Duration age, int entries) {

    public static final JournalLimits DEFAULT = new JournalLimits(Duration.ofDays(30), 10_000);
}
