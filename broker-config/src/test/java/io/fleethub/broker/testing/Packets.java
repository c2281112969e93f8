package io.fleethub.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The bytes of MQTT 3.1.1 and 5 that the tests need. */
final class Packets {

    private static final int SESSION_EXPIRY = 0x11;
    private static final int AUTHENTICATION_METHOD = 0x15;
    private static final int USER_PROPERTY = 0x26;

    private Packets() {}

    static byte[] connect(Attempt attempt) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        Attempt.Will will = attempt.will();
        out.writeUTF("MQTT");
        out.writeByte(attempt.version());
        out.writeByte(flags(attempt));
        out.writeShort(60);
        boolean mqtt5 = attempt.version() == Attempt.MQTT_5;
        if (mqtt5) {
            String method = attempt.authMethod();
            out.writeByte(5 + (method == null ? 0 : 3 + method.length()));
            out.writeByte(SESSION_EXPIRY);
            out.writeInt((int) attempt.sessionExpiry());
            if (method != null) {
                out.writeByte(AUTHENTICATION_METHOD);
                out.writeUTF(method);
            }
        }
        out.writeUTF(attempt.clientId());
        if (will != null) {
            if (mqtt5) {
                writeProperties(out, will.properties());
            }
            out.writeUTF(will.topic());
            out.writeUTF(will.payload());
        }
        for (String text : new String[] {attempt.user(), attempt.password()}) {
            if (text != null) {
                out.writeUTF(text);
            }
        }
        return body.toByteArray();
    }

    private static int flags(Attempt attempt) {
        Attempt.Will will = attempt.will();
        int flags = attempt.cleanStart() ? 0x02 : 0;
        if (will != null) {
            flags |= will.retained() ? 0x2C : 0x0C;
        }
        flags |= attempt.user() == null ? 0 : 0x80;
        return flags | (attempt.password() == null ? 0 : 0x40);
    }

    static void writeProperties(DataOutputStream out, String... namesAndValues) throws IOException {
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        DataOutputStream each = new DataOutputStream(properties);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            each.writeByte(USER_PROPERTY);
            each.writeUTF(namesAndValues[i]);
            each.writeUTF(namesAndValues[i + 1]);
        }
        writeLength(out, properties.size());
        properties.writeTo(out);
    }

    /** Reads the properties of a PUBLISH; the broker sends no others than these to our tests. */
    static List<String> readUserProperties(DataInputStream in) throws IOException {
        byte[] bytes = new byte[readLength(in)];
        in.readFully(bytes);
        DataInputStream each = new DataInputStream(new java.io.ByteArrayInputStream(bytes));
        List<String> found = new ArrayList<>();
        for (int id = each.read(); id >= 0; id = each.read()) {
            switch (id) {
                case USER_PROPERTY -> found.add(each.readUTF() + '=' + each.readUTF());
                case 0x01 -> each.readByte();
                case 0x02 -> each.readInt();
                case 0x03, 0x08, 0x09 -> each.readUTF();
                default -> throw new IOException("PUBLISH property " + id);
            }
        }
        return found;
    }

    static int readLength(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
    }

    static void writeLength(OutputStream out, int length) throws IOException {
        int left = length;
        do {
            int digit = left & 0x7F;
            left >>>= 7;
            out.write(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
    }
}
