/**
 * From a message on the node's command topic to what is told about it.
 *
 * <p>{@link io.fleethub.agent.commands.CommandInbox} judges, in this order: signature, journal, canceled, time to
 * start, capability, parameters. What passes is in {@link io.fleethub.agent.commands.journal.CommandJournal} before RECEIVED is
 * said. {@link io.fleethub.agent.commands.CommandRunner} acts, one command at a time, on its one thread; what it is
 * about to do is in the journal first, so that the next agent knows what a killed one was at. Every update goes through
 * {@link io.fleethub.agent.commands.journal.PendingUpdates}: written in the transaction of the step that it tells, deleted when
 * the broker has acknowledged it. What a command can do is an {@link io.fleethub.agent.commands.Operation}; those are in
 * {@code operations}.
 *
 * <pre>
 *   RECEIVED ---> BEGUN ---> ENDED      a phase of the journal; ENDED holds SUCCEEDED, FAILED, REJECTED or CANCELED
 *      |                       ^
 *      +-----------------------+        canceled, or too late
 * </pre>
 */
@NullMarked
package io.fleethub.agent.commands;

import org.jspecify.annotations.NullMarked;
