/**
 * What every part of the launcher stands on: the one kind of failure it reports ({@link
 * io.fleethub.standalone.platform.LaunchException}), files that only their owner may read, and who is running it.
 */
@NullMarked
package io.fleethub.standalone.platform;

import org.jspecify.annotations.NullMarked;
