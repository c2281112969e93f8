/** PING: shows that a command comes through and its answer back. */
@NullMarked
package io.fleethub.agent.operations.ping;

import org.jspecify.annotations.NullMarked;
