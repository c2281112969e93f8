/**
 * Services that run as child processes of the agent, where no systemd runs (a container, a demo).
 *
 * <p>A child is started with the agent, started again with growing pauses when it ends by itself, and ended with the
 * agent (TERM, then KILL). Its output goes straight into its own log file, not through a pipe, so that a child outlives
 * an agent that was killed; the next agent takes it over by the pid and start time on record. Every process of a
 * service bears a mark in its environment: so a child is found whose agent was killed before it could note the pid, and
 * what is left over from one that died is found and ended.
 */
@NullMarked
package io.fleethub.agent.operations.services.process;

import org.jspecify.annotations.NullMarked;
