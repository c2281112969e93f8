/**
 * What all REST resources share: problems (RFC 9457), pages and cursors, the request id.
 *
 * <p>A feature throws {@link io.fleethub.hub.platform.http.ProblemException}, or one of its own that extends it, with a type of
 * its own and a text that a client may see. {@link io.fleethub.hub.platform.http.ProblemMapper} is the only mapper; what it
 * does not know becomes a 500 with a fixed text, and its stack is only in the log, beside the request id.
 */
@NullMarked
package io.fleethub.hub.platform.http;

import org.jspecify.annotations.NullMarked;
