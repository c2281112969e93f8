/**
 * Says whether a run kept its promises, from what the nodes wrote down and what PostgreSQL holds. It shares no code with what it
 * checks: no class of the hub, of the agent or of the simulator, and none of the wire format's either, so that a fault in
 * one of them cannot hide itself.
 *
 * <p>{@code JournalFile} reads journals into one {@code StreamJournal} a stream. {@code StoredReports} reads every row of those
 * nodes in one snapshot, {@code PayloadHash} reduces both to the same hash, and {@link io.fleethub.verifier.Verifier} compares
 * them into a {@link io.fleethub.verifier.Verdict}: I1 to I5 and the quarantine, each with its counts. {@code LatestWatch}
 * looks meanwhile whether a latest value goes back. docs/reference/verifier.md describes journal, hash and checks.
 */
@NullMarked
package io.fleethub.verifier;

import org.jspecify.annotations.NullMarked;
