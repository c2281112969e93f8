/**
 * What the nodes measure: kept once each, corrected in time, and read.
 *
 * <p>Way in ({@code telemetry.ingest}): the bridge hands over batches, many nodes at once. One transaction locks the streams of the
 * batch in the order of their keys, takes out what they hold already, judges the rest report by report, inserts it by COPY, widens the
 * streams and moves {@code latest} on. A report that will never be kept is recorded as refused, and counts as committed. The answer to
 * a node's outbox ({@code committedThrough} and ranges) is read from the same streams.
 *
 * <p>Roll-ups ({@code telemetry.rollup}): hours, days and months, made anew whenever reports came in for them.
 *
 * <p>Way out ({@code telemetry.query}): latest values, raw pages, and series by time buckets.
 */
@NullMarked
package io.fleethub.hub.telemetry;

import org.jspecify.annotations.NullMarked;
