/**
 * What every metric of the hub means, in one table: features count by name, and this gives each name the HELP text that
 * Prometheus shows. docs/reference/metrics.md holds the same names; a test compares the two.
 */
@NullMarked
package io.fleethub.hub.platform.metrics;

import org.jspecify.annotations.NullMarked;
