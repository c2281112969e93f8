package io.fleethub.broker.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server says of itself when a client connects with MQTT 5 (section 3.2). Holds only the numeric properties.
 *
 * @param reason 0 for success
 */
record Connack(int reason, Map<Integer, Long> properties) {

    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    static final int RETAIN_AVAILABLE = 0x25;
    static final int MAXIMUM_PACKET_SIZE = 0x27;
    static final int SHARED_SUBSCRIPTION_AVAILABLE = 0x2A;

    private static final int CONNACK = 0x20;

    Optional<Long> property(int id) {
        return Optional.ofNullable(properties.get(id));
    }

    static Connack read(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != CONNACK) {
            throw new IOException("not an MQTT server");
        }
        variableLength(in);
        in.readUnsignedByte();
        int reason = in.readUnsignedByte();
        int left = variableLength(in);
        Map<Integer, Long> properties = new TreeMap<>();
        while (left > 0) {
            int id = in.readUnsignedByte();
            left -= 1 + readProperty(in, id, properties);
        }
        return new Connack(reason, properties);
    }

    /** @return how many bytes the value took */
    private static int readProperty(DataInputStream in, int id, Map<Integer, Long> into) throws IOException {
        switch (id) {
            case 0x24, RETAIN_AVAILABLE, 0x28, 0x29, SHARED_SUBSCRIPTION_AVAILABLE -> {
                into.put(id, (long) in.readUnsignedByte());
                return 1;
            }
            case 0x13, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM -> {
                into.put(id, (long) in.readUnsignedShort());
                return 2;
            }
            case 0x11, MAXIMUM_PACKET_SIZE -> {
                into.put(id, Integer.toUnsignedLong(in.readInt()));
                return 4;
            }
            case 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> {
                return skipText(in);
            }
            case 0x26 -> {
                return skipText(in) + skipText(in);
            }
            default -> throw new IOException("CONNACK property " + id + " is not of MQTT 5");
        }
    }

    private static int skipText(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        in.skipNBytes(length);
        return 2 + length;
    }

    private static int variableLength(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("malformed length");
    }
}
