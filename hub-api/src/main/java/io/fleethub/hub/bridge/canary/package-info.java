/**
 * The hub watching itself. {@code Canary} is a node of its own ({@code hub.canary}) whose telemetry takes the whole path: broker,
 * shared subscription, queue, commit. {@code Sight} knows from the commits since when nothing comes through; {@code ProbeLedger} keeps
 * that, so that a hub that starts knows how long there was none.
 */
@NullMarked
package io.fleethub.hub.bridge.canary;

import org.jspecify.annotations.NullMarked;
