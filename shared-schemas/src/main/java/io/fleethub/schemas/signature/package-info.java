/**
 * The signatures of the contract, by the JDK alone: Ed25519 over a message and its topic, HMAC-SHA256 over a request of
 * a node, and the node's secret that the latter is made with.
 */
@NullMarked
package io.fleethub.schemas.signature;

import org.jspecify.annotations.NullMarked;
