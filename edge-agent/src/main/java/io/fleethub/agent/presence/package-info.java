/**
 * What the node says of itself to the hub: birth, heartbeat, death.
 *
 * <p>{@code Presence} numbers the reports of a session and answers the hub when it wants the birth again. What a birth
 * holds of other features comes through {@link io.fleethub.agent.presence.BirthSource}. The will is the same report, made before
 * the connection and published by the broker when it breaks.
 */
@NullMarked
package io.fleethub.agent.presence;

import org.jspecify.annotations.NullMarked;
