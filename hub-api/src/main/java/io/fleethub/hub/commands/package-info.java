/**
 * The ledger of commands: from REST to the node's result, through every restart of hub, broker and node.
 *
 * <p>In: {@link io.fleethub.hub.commands.CommandService} (REST and features), {@code CommandUpdateHandler} (what nodes
 * answer), {@code CommandBirthHandler} (a node is there again), {@code CommandDeadlineJob} (time). Out: {@code
 * CommandDispatcher} through {@code bridge.NodePublisher}, and {@link io.fleethub.hub.commands.CommandEvents}.
 *
 * <pre>
 * QUEUED → SENT → DELIVERED → IN_PROGRESS → SUCCEEDED | FAILED | REJECTED      EXPIRED  TIMED_OUT  CANCELING → CANCELED
 * </pre>
 *
 * {@code CommandStatus} has the table. {@code UpdateRules}, {@code DispatchRules} and {@code Deadlines} decide, without a
 * database; {@code CommandLedger} alone changes rows and writes the history with each change. Everything that changes a
 * node's commands first locks the node's row of {@code command_queue}: one command in flight, an exact quota and no lost
 * wake-up follow from that, with any number of hubs.
 */
@NullMarked
package io.fleethub.hub.commands;

import org.jspecify.annotations.NullMarked;
