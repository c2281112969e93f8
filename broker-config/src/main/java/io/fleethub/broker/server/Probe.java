package io.fleethub.broker.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Connects once with MQTT 5 and reads the answer; written out here because no MQTT client shares a class path with
 * HiveMQ. Stateless.
 */
final class Probe {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int CONNECT = 0x10;
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
    private static final int CLEAN_START = 0x02;
    private static final int WITH_PASSWORD = 0x40;
    private static final int WITH_USER = 0x80;
    private static final int KEEP_ALIVE_SECONDS = 30;

    private Probe() {}

    /** @param user null for an anonymous attempt */
    static Connack connect(
            InetAddress host, int port, String clientId, @Nullable String user, @Nullable String password)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(packet(clientId, user, password));
            Connack answer = Connack.read(new DataInputStream(socket.getInputStream()));
            if (answer.reason() == 0) {
                socket.getOutputStream().write(DISCONNECT);
            }
            return answer;
        }
    }

    private static byte[] packet(String clientId, @Nullable String user, @Nullable String password) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeUTF("MQTT");
            out.writeByte(5);
            out.writeByte(CLEAN_START | (user == null ? 0 : WITH_USER) | (password == null ? 0 : WITH_PASSWORD));
            out.writeShort(KEEP_ALIVE_SECONDS);
            out.writeByte(0);
            out.writeUTF(clientId);
            if (user != null) {
                out.writeUTF(user);
            }
            if (password != null) {
                byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
                out.writeShort(bytes.length);
                out.write(bytes);
            }
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(CONNECT);
        int length = body.size();
        do {
            int digit = length & 0x7F;
            length >>>= 7;
            packet.write(length > 0 ? digit | 0x80 : digit);
        } while (length > 0);
        body.writeTo(packet);
        return packet.toByteArray();
    }
}
