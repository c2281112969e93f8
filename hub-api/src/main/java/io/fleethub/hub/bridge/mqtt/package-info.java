/**
 * The MQTT side of the bridge, and the only code that touches Paho.
 *
 * <p>A {@code BrokerConnection} keeps one client id connected: for every attempt it makes a new {@code ConnectionEpoch}, which owns
 * one Paho client from CONNECT to the end of its socket and is never used again. So an acknowledgement that comes late goes to a dead
 * client and not, with the same packet id, to another message of the next connection; and nothing that was in flight is repeated by
 * Paho itself, whose stored messages lose their topic under topic aliases.
 *
 * <p>Paho delivers on one thread for each connection, which its reader waits for: {@code Received} messages are only put into a queue
 * there. The server's limit of unacknowledged messages (receive maximum) is what bounds that queue.
 */
@NullMarked
package io.fleethub.hub.bridge.mqtt;

import org.jspecify.annotations.NullMarked;
