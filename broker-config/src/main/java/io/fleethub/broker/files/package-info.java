/** Files that only the broker's own user may read. */
@NullMarked
package io.fleethub.broker.files;

import org.jspecify.annotations.NullMarked;
