/**
 * RESTART, START, STOP and SERVICE_STATUS of the services that the node's configuration names.
 *
 * <p>{@link io.fleethub.agent.operations.services.Services} is the allow-list: a name from a command is looked up there
 * by exact match, and only what was found can be acted on. Two ways to run a service stand behind
 * {@link io.fleethub.agent.operations.services.ServiceControl}: a systemd unit, or a child process of the agent where
 * no systemd runs. An operation counts as done only when the service has stayed up for a moment, not when a program
 * said so.
 */
@NullMarked
package io.fleethub.agent.operations.services;

import org.jspecify.annotations.NullMarked;
