/**
 * The registry of nodes and their credentials.
 *
 * <p>{@code POST nodes} makes a node and its secret, which is shown once: the database keeps the SHA-256, and the key of
 * signed HTTPS requests sealed under the master key. Every change that concerns who may connect takes the next credential
 * revision in its transaction; the broker follows by {@code GET broker/credentials}, a long poll that answers with what
 * changed since its revision ({@link io.fleethub.hub.nodes.CredentialsFeed}). So a new node connects, and a disabled one is
 * cut off, within two seconds, on every hub: the poll ends by the event of the commit here, by NOTIFY from other hubs, and
 * looks again every second and a half anyway.
 *
 * <p>{@link io.fleethub.hub.nodes.CachedNodeDirectory} tells the bridge whose a node is. Decommissioning asks every {@link
 * io.fleethub.hub.platform.Erasable} to give up the node's data in the same transaction.
 */
@NullMarked
package io.fleethub.hub.nodes;

import org.jspecify.annotations.NullMarked;
