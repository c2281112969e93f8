/**
 * What has an end: each feature says by a {@link io.fleethub.hub.retention.Prunable} what it keeps too long, and one schedule lets it go
 * in small batches, so that no transaction is long and no other work waits. Knows no table of its own.
 */
@NullMarked
package io.fleethub.hub.retention;

import org.jspecify.annotations.NullMarked;
