/**
 * The agent's memory: one SQLite file in the data directory, which only one process opens.
 *
 * <p>{@link io.fleethub.agent.storage.AgentDatabase} has one thread that writes. What is handed to it while a commit is under way
 * is committed together, with one sync of the disk; whoever waits for the result knows that it survives a power cut.
 * Each feature brings its own tables as {@link io.fleethub.agent.storage.Migration}s. The file knows which machine it was made
 * on: copied to another one it is set aside and a new one begins, with a storage id of its own, since two nodes that
 * number their reports in one stream would destroy each other's.
 */
@NullMarked
package io.fleethub.agent.storage;

import org.jspecify.annotations.NullMarked;
