/**
 * Log texts that nodes were asked for. {@code commands} announces a fetch with its command, the node's chunks come in
 * through {@code LogChunkHandler} on the ingest data source, and {@link io.fleethub.hub.logs.LogService} tells whether a
 * fetch is complete: only then does its command end as SUCCEEDED.
 *
 * <p>What is stored is the node's own gzip stream. It is judged once, when its last chunk arrives: hash, form and size.
 */
@NullMarked
package io.fleethub.hub.logs;

import org.jspecify.annotations.NullMarked;
