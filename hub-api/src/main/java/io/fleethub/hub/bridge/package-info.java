/**
 * The hub's only way to and from the broker; what a feature may see of it is in this package, the machinery in its sub-packages.
 *
 * <p><b>In.</b> {@code bridge.mqtt} keeps several MQTT connections in one shared subscription. {@code bridge.intake} takes each
 * message from there: topic → size → {@code MessageCodec} → the node's tenant ({@link NodeDirectory}) → the features' handlers.
 * Status and command updates go to every {@link MessageHandler} of their type, in one transaction; telemetry and log chunks to the
 * {@link BatchHandler} of their type, as many at once as arrived while the last commit ran. Only after the commit is the message
 * acknowledged; a message that can never be kept is quarantined first, so it never blocks the queue.
 *
 * <p><b>Out.</b> {@link NodePublisher} publishes for the features and tells what the broker answered.
 *
 * <p><b>Watching itself.</b> {@code bridge.canary} sends a probe through the whole path; {@link BridgeStatus} tells when it did not
 * come through, so that presence does not hold the hub's own blindness against the nodes.
 */
@NullMarked
package io.fleethub.hub.bridge;

import org.jspecify.annotations.NullMarked;
