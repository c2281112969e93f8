/**
 * Whether a node is there, and what it last said of itself.
 *
 * <pre>
 * NEVER_SEEN ──► ONLINE ◄──► LATE          ONLINE: status or telemetry within 90 s
 *      │         │    ▲        │           LATE: none for longer (NO_STATUS)
 *      └───────► OFFLINE ◄─────┘           OFFLINE: a DEATH, or none for 5 min (SILENT)
 * any ──► DISABLED ──► NEVER_SEEN or OFFLINE
 * </pre>
 *
 * <p><b>In.</b> {@code PresenceHandler} is the first to read every status. {@code StatusRules} alone decides what it means: reports
 * order themselves by storage, session and {@code n}, never by a clock, since several connections deliver them in any order and a will
 * may come after the next birth. {@code PresenceService.sawTelemetry} counts against silence. {@code PresenceJob} asks by one indexed
 * query whose silence has lasted too long, and leaves out the time in which the hub itself heard nothing ({@code BridgeStatus}).
 * Beside their order, {@code ClockReadings} takes from each status how far the node's clock is off, and {@code Machines} whether several
 * machines use the node's identity.
 *
 * <p><b>Out.</b> The tables {@code node_presence} (joined by whoever shows nodes) and {@code presence_change}, the event
 * {@link io.fleethub.hub.nodes.presence.NodePresenceChanged}, and for the handlers after it
 * {@link io.fleethub.hub.bridge.StatusStanding}.
 */
@NullMarked
package io.fleethub.hub.nodes.presence;

import org.jspecify.annotations.NullMarked;
