/**
 * The command line of the launcher: {@link io.fleethub.standalone.options.Option} is the table that both the parser
 * and the help text are made from, {@link io.fleethub.standalone.options.Options} what comes out, checked.
 */
@NullMarked
package io.fleethub.standalone.options;

import org.jspecify.annotations.NullMarked;
