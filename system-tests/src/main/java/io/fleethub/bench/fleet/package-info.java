/** The fleet that is measured: started through the front door with a data folder of its own, as a user would. */
@NullMarked
package io.fleethub.bench.fleet;

import org.jspecify.annotations.NullMarked;
