/**
 * What the machine measures about itself, at a steady pace, into the outbox.
 *
 * <p>{@link io.fleethub.agent.telemetry.TelemetrySampler} asks each {@link io.fleethub.agent.telemetry.HostProbe} in turn; a sensor that is not
 * there is left out of the report, never made up. Names of metrics are the well-known ones of the contract.
 */
@NullMarked
package io.fleethub.agent.telemetry;

import org.jspecify.annotations.NullMarked;
