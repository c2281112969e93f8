package io.fleethub.schemas.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.message.Broadcast;
import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.message.TelemetryReport;
import io.fleethub.schemas.topic.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Turns messages into payloads and back. Reads within limits on size, depth and length; ignores unknown fields; refuses
 * with a readable reason. Immutable, for any number of threads; one for a process is enough.
 */
public final class MessageCodec {

    private final ObjectMapper mapper = WireMapper.create();
    private final JsonFactory lenientNumbers = WireMapper.telemetryFactory(mapper);

    /**
     * Reads what arrived on a channel.
     *
     * @throws UnreadableMessageException when it is no message of that channel
     */
    public Message decode(Channel channel, byte[] payload) throws UnreadableMessageException {
        return switch (channel) {
            case STATUS -> decode(StatusReport.class, payload);
            case TELEMETRY -> decode(TelemetryBatch.class, payload);
            case LOGS -> decode(LogChunk.class, payload);
            case COMMAND_UPDATES -> decode(CommandUpdate.class, payload);
            case COMMANDS -> decodeCommand(payload);
            case SYNC -> decode(HubSync.class, payload);
            case HUB_STATUS -> decode(HubStatus.class, payload);
            case BROADCAST -> decode(Broadcast.class, payload);
        };
    }

    /**
     * Reads a message of one kind.
     *
     * @throws UnreadableMessageException when it is none
     */
    public <T extends Message> T decode(Class<T> type, byte[] payload) throws UnreadableMessageException {
        check(channelOf(type), payload);
        return type == TelemetryBatch.class
                ? read(type, payload, lenientNumbers)
                : read(type, withoutEscapeFaults(payload), mapper.getFactory());
    }

    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException when it is larger than its channel takes
     */
    public byte[] encode(Message message) {
        byte[] payload = write(message);
        Channel channel = channelOf(message.getClass());
        if (payload.length > channel.maxBytes()) {
            throw new IllegalArgumentException(channel + ": message of " + payload.length + " bytes, at most "
                    + channel.maxBytes() + " are taken");
        }
        return payload;
    }

    /** A message as a tree, for whoever keeps parts of it as JSON; not to be changed. */
    public ObjectNode toTree(Message message) {
        return mapper.valueToTree(message);
    }

    /** Writes one report as it stands in a batch, for an outbox that keeps reports and cuts batches later. */
    public byte[] encodeReport(TelemetryReport report) {
        return write(report);
    }

    /**
     * Reads one report as an outbox kept it.
     *
     * @throws UnreadableMessageException when it is broken, or one that the hub would refuse
     */
    public TelemetryReport decodeReport(byte[] kept) throws UnreadableMessageException {
        TelemetryReport report = read(TelemetryReport.class, kept, lenientNumbers);
        if (report.refusal() != null) {
            throw new UnreadableMessageException(
                    ReasonCode.BAD_MESSAGE, String.valueOf(report.refusal().detail()));
        }
        return report;
    }

    /** The channel that a kind of message travels on. */
    public static Channel channelOf(Class<? extends Message> type) {
        return Channels.of(type);
    }

    private Message decodeCommand(byte[] payload) throws UnreadableMessageException {
        check(Channel.COMMANDS, payload);
        JsonNode tree = read(JsonNode.class, withoutEscapeFaults(payload), mapper.getFactory());
        return tree.has("cancel") ? decode(CommandCancel.class, payload) : decode(CommandRequest.class, payload);
    }

    private static void check(Channel channel, byte[] payload) throws UnreadableMessageException {
        if (payload.length > channel.maxBytes()) {
            throw new UnreadableMessageException(
                    ReasonCode.TOO_LARGE, payload.length + " bytes, at most " + channel.maxBytes() + " are taken");
        }
        String fault = RawText.fault(payload);
        if (fault != null) {
            throw new UnreadableMessageException(ReasonCode.UNREADABLE, "the payload " + fault);
        }
    }

    private static byte[] withoutEscapeFaults(byte[] payload) throws UnreadableMessageException {
        String fault = RawText.escapeFault(payload);
        if (fault != null) {
            throw new UnreadableMessageException(ReasonCode.UNREADABLE, "the payload " + fault);
        }
        return payload;
    }

    private <T> T read(Class<T> type, byte[] payload, JsonFactory factory) throws UnreadableMessageException {
        ObjectReader reader = mapper.readerFor(type);
        try (JsonParser parser = factory.createParser(payload)) {
            T value = reader.readValue(parser);
            if (value == null) {
                throw new UnreadableMessageException(ReasonCode.UNREADABLE, "the payload is empty or null");
            }
            return value;
        } catch (JsonProcessingException refused) {
            throw Refusals.explain(refused, payload, factory);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // bytes in memory do not fail to be read
        }
    }

    private byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException notWritable) {
            throw new IllegalArgumentException("not writable as JSON: " + notWritable.getOriginalMessage());
        }
    }
}
