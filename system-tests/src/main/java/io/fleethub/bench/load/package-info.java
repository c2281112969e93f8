/**
 * The messages that are measured: registered nodes, each with a connection of its own, and a pump that keeps a fixed
 * number of reports on their way. It reads from the target what is durable, so it never sends faster than that grows:
 * what is measured is what can be kept, not what can be piled up.
 */
@NullMarked
package io.fleethub.bench.load;

import org.jspecify.annotations.NullMarked;
