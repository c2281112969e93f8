/**
 * Roll-ups: what became of a metric of a node in an hour, a day and a month.
 *
 * <p>Whoever inserts reports leaves a {@link io.fleethub.hub.telemetry.rollup.RollupMarks mark} for each node and hour that they fall
 * into, in the same transaction. {@link io.fleethub.hub.telemetry.rollup.RollupJob} takes marks that are due and makes those hours anew
 * from the reports, the days from their hours, the months from their days. All of it is a function of the rows below, so it may be
 * done twice, and a report that comes late is an hour to be made anew like any other.
 */
@NullMarked
package io.fleethub.hub.telemetry.rollup;

import org.jspecify.annotations.NullMarked;
