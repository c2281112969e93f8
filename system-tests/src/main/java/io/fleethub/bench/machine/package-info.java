/** What a figure was measured on: processors, memory, load, the cost of an fsync, processor time of processes. */
@NullMarked
package io.fleethub.bench.machine;

import org.jspecify.annotations.NullMarked;
