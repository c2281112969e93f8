/**
 * What the agent knows of the machine under it: its names, and how much its clock is worth. Read from /proc and /sys, so
 * that no library has to be carried for it.
 */
@NullMarked
package io.fleethub.agent.machine;

import org.jspecify.annotations.NullMarked;
