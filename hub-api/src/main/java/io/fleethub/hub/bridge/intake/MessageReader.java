package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.hub.bridge.NodeDirectory;
import io.fleethub.hub.bridge.NodeIdentity;
import io.fleethub.hub.bridge.mqtt.Received;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.codec.UnreadableMessageException;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.topic.Address;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.util.Optional;

/** Turns received bytes into a message of a node and its tenant, or says why not. Thread-safe, without state of its own. */
public final class MessageReader {

    private final MessageCodec codec = new MessageCodec();
    private final NodeDirectory directory;

    public MessageReader(NodeDirectory directory) {
        this.directory = directory;
    }

    /** @throws RuntimeException when the directory cannot answer now */
    Reading read(Received received) {
        Optional<Address> address = Topics.parse(received.topic());
        Optional<NodeId> node = address.flatMap(Address::nodeId);
        if (node.isEmpty() || address.get().channel().direction() != Channel.Direction.NODE_TO_HUB) {
            return new Reading.Poison(null, ReasonCode.UNKNOWN_TOPIC, "no node speaks to the hub on this topic");
        }
        if (node.get().equals(NodeId.CANARY)) {
            return probe(address.get().channel(), received);
        }
        Optional<NodeIdentity> identity = directory.find(node.get());
        if (identity.isEmpty()) {
            return new Reading.Poison(null, ReasonCode.UNKNOWN_NODE, "node " + node.get() + " is not registered");
        }
        NodeIdentity known = identity.get();
        if (!known.enabled()) {
            return new Reading.Poison(
                    known.tenantId(), ReasonCode.NODE_DISABLED, "node " + node.get() + " is disabled");
        }
        Channel channel = address.get().channel();
        if (received.whole() != null) {
            return new Reading.Poison(
                    known.tenantId(),
                    ReasonCode.TOO_LARGE,
                    received.wholeBytes() + " bytes, at most " + channel.maxBytes() + " are taken");
        }
        try {
            Message message = codec.decode(channel, received.payload());
            return new Reading.Understood(new Inbound<>(
                    known.nodeId(), known.tenantId(), message, received.receivedAt(), received.userProperties()));
        } catch (UnreadableMessageException e) {
            return new Reading.Poison(known.tenantId(), e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Reading probe(Channel channel, Received received) {
        try {
            Message message = codec.decode(channel, received.payload());
            Long number = null;
            if (message instanceof TelemetryBatch batch) {
                number = batch.reports().get(0).seq();
            } else if (message instanceof StatusReport status) {
                number = status.n();
            }
            return number == null
                    ? new Reading.Poison(null, ReasonCode.BAD_MESSAGE, "this is no probe")
                    : new Reading.Probe(channel, number);
        } catch (UnreadableMessageException e) {
            return new Reading.Poison(null, e.code(), String.valueOf(e.getMessage()));
        }
    }
}
