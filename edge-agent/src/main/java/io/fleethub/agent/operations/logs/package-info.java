/**
 * FETCH_LOGS: the last lines of a log that the node's configuration declares, sent in chunks.
 *
 * <p>The way: a {@code LogSource} opens its files, newest first; {@code LineSelector} goes through them from the end
 * and notes where the wanted lines lie, never holding them; {@code LogSpool} writes those lines as one gzip stream to
 * disk. Only then is anything sent, so that a repeat, even by the next agent after a crash, sends the same bytes.
 */
@NullMarked
package io.fleethub.agent.operations.logs;

import org.jspecify.annotations.NullMarked;
