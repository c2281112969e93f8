/**
 * The node's page: one HTML document that needs nothing but this agent.
 *
 * <p>The page is made of sections, each rendered here to HTML; a browser gets them all with the page, and then those that
 * changed through the event stream. So there is one place that says each thing, and the page can be read without scripts,
 * too, as by {@code curl} on a machine without a screen. {@code PlainWords} turns what programs say into what people
 * understand; what a program said stands beside it.
 */
@NullMarked
package io.fleethub.agent.local.page;

import org.jspecify.annotations.NullMarked;
