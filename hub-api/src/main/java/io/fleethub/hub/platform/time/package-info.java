/** The one source of time: nothing else asks the system, so that a test can move it. */
@NullMarked
package io.fleethub.hub.platform.time;

import org.jspecify.annotations.NullMarked;
