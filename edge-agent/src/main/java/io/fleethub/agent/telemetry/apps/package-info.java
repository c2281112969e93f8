/**
 * Metrics that applications on the node hand in: by a file they write, or by a request to the local port.
 *
 * <p>{@link io.fleethub.agent.telemetry.apps.AppMetrics} holds the last value of each name and adds it to every sample until
 * it is too old. An application can name only metrics of its own: what the platform measures itself cannot be overwritten.
 */
@NullMarked
package io.fleethub.agent.telemetry.apps;

import org.jspecify.annotations.NullMarked;
