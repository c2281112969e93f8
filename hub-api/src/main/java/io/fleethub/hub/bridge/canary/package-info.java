/**
 * The hubs watching themselves. {@code Canary} is a node of its own ({@code hub.canary}) whose statuses and telemetry take the whole path:
 * broker, shared subscription, queue, commit. The broker knows it once, so one hub at a time sends ({@code CanaryTurn}) and every hub
 * watches. {@code Sight} knows from the commits since when nothing comes through a lane; {@code ProbeLedger} keeps turn, commits and blind
 * times in the database, so that a hub that starts knows how long there was none.
 */
@NullMarked
package io.fleethub.hub.bridge.canary;

import org.jspecify.annotations.NullMarked;
