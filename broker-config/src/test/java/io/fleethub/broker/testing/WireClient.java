package io.fleethub.broker.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An MQTT client of a few packets, so that a test decides every bit of them. One thread of its own reads; the test's
 * thread writes.
 */
public final class WireClient implements AutoCloseable {

    /** The connection ended without an answer. */
    public static final int CLOSED = -1;

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;
    private static final int DISCONNECT = 14;
    private static final long PATIENCE_SECONDS = 10;

    private final Socket socket;
    private final int version;
    private final boolean acknowledging;
    private final BlockingQueue<Packet> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int disconnectReason = CLOSED;
    private int connackReason = CLOSED;
    private boolean sessionPresent;
    private int packetId;

    record Packet(int type, int flags, byte[] body) {}

    private WireClient(Socket socket, int version, boolean acknowledging) {
        this.socket = socket;
        this.version = version;
        this.acknowledging = acknowledging;
    }

    public static WireClient connect(int port, Attempt attempt) throws Exception {
        return connect(new Socket(InetAddress.getLoopbackAddress(), port), attempt, true);
    }

    /** Never acknowledges what it receives. */
    public static WireClient connectSilent(int port, Attempt attempt) throws Exception {
        return connect(new Socket(InetAddress.getLoopbackAddress(), port), attempt, false);
    }

    private static WireClient connect(Socket socket, Attempt attempt, boolean acknowledging) throws Exception {
        socket.setTcpNoDelay(true);
        WireClient client = new WireClient(socket, attempt.version(), acknowledging);
        Thread reader = new Thread(client::read, "wire-" + attempt.clientId());
        reader.setDaemon(true);
        reader.start();
        client.send(0x10, Packets.connect(attempt));
        Optional<Packet> answer = client.answer(CONNACK);
        if (answer.isPresent()) {
            client.sessionPresent = answer.get().body()[0] == 1;
            client.connackReason = answer.get().body()[1] & 0xFF;
        }
        return client;
    }

    public int connackReason() {
        return connackReason;
    }

    public boolean sessionPresent() {
        return sessionPresent;
    }

    /** The reason code of the PUBACK; 0 for MQTT 3.1.1, {@link #CLOSED} when the connection ended instead. */
    public int publish(String topic, String payload, String... userProperties) throws Exception {
        return publish(topic, payload, 0x32, userProperties);
    }

    public int publishRetained(String topic, String payload) throws Exception {
        return publish(topic, payload, 0x33);
    }

    /**
     * The reason codes of as many publishes that are all sent before the first answer is awaited, in the order of their
     * answers; fewer when the connection ended instead.
     */
    public List<Integer> publishAtOnce(int count, String topic, String payload) throws Exception {
        for (int i = 0; i < count; i++) {
            sendPublish(topic, payload, 0x32);
        }
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answer(PUBACK).map(WireClient::reason).ifPresent(codes::add);
        }
        return codes;
    }

    private int publish(String topic, String payload, int header, String... userProperties) throws Exception {
        sendPublish(topic, payload, header, userProperties);
        return answer(PUBACK).map(WireClient::reason).orElse(CLOSED);
    }

    private static int reason(Packet puback) {
        return puback.body().length > 2 ? puback.body()[2] & 0xFF : 0;
    }

    private void sendPublish(String topic, String payload, int header, String... userProperties) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeUTF(topic);
        out.writeShort(++packetId);
        if (version == Attempt.MQTT_5) {
            Packets.writeProperties(out, userProperties);
        }
        out.write(payload.getBytes(StandardCharsets.UTF_8));
        send(header, body.toByteArray());
    }

    /** The reason code of the SUBACK. */
    public int subscribe(String filter) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(++packetId);
        if (version == Attempt.MQTT_5) {
            out.writeByte(0);
        }
        out.writeUTF(filter);
        out.writeByte(1);
        send(0x82, body.toByteArray());
        return answer(SUBACK)
                .map(packet -> packet.body()[packet.body().length - 1] & 0xFF)
                .orElse(CLOSED);
    }

    public Optional<Received> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    public int waiting() {
        return messages.size();
    }

    public boolean endsWithin(Duration patience) throws InterruptedException {
        return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    /** The reason of the server's DISCONNECT, or {@link #CLOSED} when it sent none. */
    public int disconnectReason() {
        return disconnectReason;
    }

    /** Says goodbye, so that no will is published. */
    public void disconnect() throws IOException {
        send(0xE0, new byte[0]);
        socket.close();
    }

    /** Cuts the connection, so that the will is published. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Optional<Packet> answer(int type) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            Packet packet = answers.poll(20, TimeUnit.MILLISECONDS);
            if (packet != null && packet.type() == type) {
                return Optional.of(packet);
            }
            if (packet == null && !isOpen() && answers.isEmpty()) {
                return Optional.empty();
            }
        }
        throw new AssertionError("no answer of type " + type);
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int header = in.read();
                if (header < 0) {
                    throw new EOFException();
                }
                byte[] body = new byte[Packets.readLength(in)];
                in.readFully(body);
                take(new Packet(header >> 4, header & 0x0F, body));
            }
        } catch (IOException e) {
            closed.countDown();
        }
    }

    private void take(Packet packet) throws IOException {
        switch (packet.type()) {
            case PUBLISH -> takeMessage(packet);
            case DISCONNECT -> disconnectReason = packet.body().length == 0 ? 0 : packet.body()[0] & 0xFF;
            default -> answers.add(packet);
        }
    }

    private void takeMessage(Packet packet) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(packet.body()));
        String topic = in.readUTF();
        int id = (packet.flags() & 0x06) == 0 ? 0 : in.readUnsignedShort();
        var properties = version == Attempt.MQTT_5 ? Packets.readUserProperties(in) : List.<String>of();
        if (id != 0 && acknowledging) {
            // First: the test may disconnect as soon as it sees the message, and a lasting session would get it again.
            send(0x40, new byte[] {(byte) (id >> 8), (byte) id});
        }
        messages.add(new Received(topic, new String(in.readAllBytes(), StandardCharsets.UTF_8), properties));
    }

    private synchronized void send(int header, byte[] body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        Packets.writeLength(packet, body.length);
        packet.write(body);
        try {
            socket.getOutputStream().write(packet.toByteArray());
        } catch (IOException e) {
            closed.countDown();
        }
    }
}
