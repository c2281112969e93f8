/**
 * What the agent remembers of commands, and what it still has to say about them; both in the agent's database.
 *
 * <p>{@link io.fleethub.agent.commands.journal.CommandJournal} changes an entry and adds the update that tells of it in
 * one transaction. {@link io.fleethub.agent.commands.journal.PendingUpdates} sends what waits and forgets it when the
 * broker has acknowledged it; the journal can say it again.
 */
@NullMarked
package io.fleethub.agent.commands.journal;

import org.jspecify.annotations.NullMarked;
