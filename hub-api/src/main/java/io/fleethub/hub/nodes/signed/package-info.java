/**
 * Knows a node by the signature of its HTTPS request, for nodes that cannot hold an MQTT connection.
 *
 * <p>{@code SignedRequests} is the one door: the resource of a feature hands over what came, and gets the node or an exception that is
 * the answer. The key is kept sealed with the node; while an old secret is valid beside a new one, so is its key. A nonce is good once
 * on all hubs of one database. A refusal never tells which part failed, but for the clock, which says nothing about any key.
 */
@NullMarked
package io.fleethub.hub.nodes.signed;

import org.jspecify.annotations.NullMarked;
