/**
 * What stays on the node for a year after the reports themselves are gone: each day's least, greatest, average and last
 * value of every metric.
 *
 * <p>{@code SummaryJob} folds each day once, when it is over, from the reports that the outbox still holds, so that
 * nothing is written while they come. {@code Summaries} answers by day and by month.
 */
@NullMarked
package io.fleethub.agent.summaries;

import org.jspecify.annotations.NullMarked;
