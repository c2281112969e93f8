/**
 * The node's own port: its metrics for a Prometheus beside it, its page for a person in front of it, and the way in for
 * metrics of applications. Off unless configured; none of its classes is loaded then.
 *
 * <p>{@link io.fleethub.agent.local.LocalPort} serves, {@code RequestGuard} decides who is let in, {@code NodeMetrics} and
 * {@code page} write what is seen. Everything is read from {@link io.fleethub.agent.local.LocalSources}; the only thing that
 * can be changed from here are the values of applications' metrics. No secret passes through.
 */
@NullMarked
package io.fleethub.agent.local;

import org.jspecify.annotations.NullMarked;
