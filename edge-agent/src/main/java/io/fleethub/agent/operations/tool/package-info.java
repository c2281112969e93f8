/**
 * Running the few programs of the operating system that operations need (systemctl, journalctl).
 *
 * <p>There is no shell anywhere: a program gets a list of arguments that this code wrote, in which only names from the
 * node's own configuration appear. What a command brought along has been matched against the allow-list before and is
 * never an argument. The node's secret is taken out of the environment of everything that is started.
 */
@NullMarked
package io.fleethub.agent.operations.tool;

import org.jspecify.annotations.NullMarked;
