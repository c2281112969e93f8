/**
 * What happens to a message between its arrival and its acknowledgement.
 *
 * <p>{@code Intake} puts it into a lane by channel and node, on the reader thread of its connection. A lane's worker reads it
 * ({@code MessageReader}), gives it to the features ({@code SingleWork}, {@code BatchWork}) and acknowledges it after their commit.
 * Batches are what came in while the last commit ran; nobody waits for a batch to fill.
 *
 * <p>Failures ({@code Persistence}): while the database is away the worker waits and tries again, nothing is acknowledged, and the
 * broker holds back what it has, since every connection may hold only so many messages unacknowledged. A message that fails although
 * the database is well is tried three times, a batch then one by one, and goes to {@code Quarantine}.
 */
@NullMarked
package io.fleethub.hub.bridge.intake;

import org.jspecify.annotations.NullMarked;
