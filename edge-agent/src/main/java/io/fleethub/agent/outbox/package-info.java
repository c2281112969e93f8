/**
 * Store and forward: what the node has to say survives in the database until the hub says that it has committed it.
 *
 * <p>{@code SqliteOutbox} numbers each report in the transaction that writes it and remembers which numbers the hub has
 * confirmed, as a set of ranges in one row, so that a confirmation does not rewrite reports on a flash card.
 * {@code OutboxSender} publishes what is on disk, live reports before the backlog, and judges by the hub's answers to
 * status messages what has to be sent again; an acknowledgement of the broker never deletes anything. {@code Outboxes}
 * puts a small outbox in memory beside the one on disk while the disk takes nothing; each is a {@code Lane} of the sender.
 * {@code LinkPace} keeps so little on its way that live reports never wait long behind a backlog.
 */
@NullMarked
package io.fleethub.agent.outbox;

import org.jspecify.annotations.NullMarked;
