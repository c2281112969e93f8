/**
 * The launcher behind {@code ./fleet}: a whole fleet on one machine, as child processes of one small JVM. Start reading
 * at {@link io.fleethub.standalone.launch.Launcher}.
 */
@NullMarked
package io.fleethub.standalone;

import org.jspecify.annotations.NullMarked;
