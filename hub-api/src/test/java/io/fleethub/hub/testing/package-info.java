/** What the hub's tests share: a real PostgreSQL with the real roles, a clock that can be moved, signed-in users. */
@NullMarked
package io.fleethub.hub.testing;

import org.jspecify.annotations.NullMarked;
