/**
 * What the link costs: the bytes of a day, and when a metered link is used.
 *
 * <p>{@code BudgetedConnection} counts all that is published and lets telemetry and logs through while the day's budget
 * lasts; status and command updates always go. {@code ByteBudget} keeps the count over restarts without a write for each
 * message, by writing down some bytes ahead of their use. {@code SendTimes} is what the outbox asks before it sends.
 */
@NullMarked
package io.fleethub.agent.budget;

import org.jspecify.annotations.NullMarked;
