package io.fleethub.agent.commands;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.signature.Jwk;
import io.fleethub.schemas.signature.JwkSet;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.EdECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** The hub as a node sees it: signed messages on its command topic. */
final class SigningHub {

    static final NodeId NODE = new NodeId("demo-1");
    static final String TOPIC = Topics.of(NODE, Channel.COMMANDS);

    private static final String KID = "key-1";

    private final KeyPair pair = Jwk.newKeyPair();
    private final MessageCodec codec = new MessageCodec();
    private final Random random = new Random(5);

    JwkSet keys() {
        return new JwkSet(List.of(Jwk.of(KID, (EdECPublicKey) pair.getPublic())));
    }

    CommandId newId() {
        return CommandId.next(Clock.systemUTC(), random);
    }

    static CommandRequest request(CommandId id, int attempt, String operation, ObjectNode parameters) {
        Instant now = Clock.systemUTC().instant();
        return new CommandRequest(
                Message.VERSION,
                id,
                attempt,
                operation,
                parameters,
                now,
                now.plusSeconds(3_600),
                Duration.ofMinutes(1));
    }

    CommandRequest ping() {
        return request(newId(), 1, "PING", JsonNodeFactory.instance.objectNode());
    }

    static CommandCancel cancel(CommandId id) {
        return CommandCancel.of(id, Clock.systemUTC().instant());
    }

    /** Signed for this node, with an hour to live. */
    IncomingMessage signed(Message message) {
        return signed(message, OptionalLong.of(3_600));
    }

    IncomingMessage signed(Message message, OptionalLong expirySeconds) {
        byte[] payload = codec.encode(message);
        return message(TOPIC, payload, KID, CommandSignature.sign(pair.getPrivate(), TOPIC, payload), expirySeconds);
    }

    /** Rightly signed, but for the topic of another node. */
    IncomingMessage signedForAnother(Message message) {
        byte[] payload = codec.encode(message);
        String other = Topics.of(new NodeId("demo-2"), Channel.COMMANDS);
        return message(
                TOPIC, payload, KID, CommandSignature.sign(pair.getPrivate(), other, payload), OptionalLong.of(3_600));
    }

    /** Any bytes, rightly signed. */
    IncomingMessage signedBytes(byte[] payload) {
        return message(
                TOPIC, payload, KID, CommandSignature.sign(pair.getPrivate(), TOPIC, payload), OptionalLong.of(3_600));
    }

    static IncomingMessage changed(IncomingMessage message, String from, String to) {
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        byte[] payload = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        return new IncomingMessage(
                message.topic(),
                payload,
                message.userProperties(),
                message.messageExpirySeconds(),
                message.receivedNanos());
    }

    static IncomingMessage withProperties(IncomingMessage message, Map<String, String> properties) {
        return new IncomingMessage(
                message.topic(),
                message.payload(),
                properties,
                message.messageExpirySeconds(),
                message.receivedNanos());
    }

    private static IncomingMessage message(
            String topic, byte[] payload, String kid, String sig, OptionalLong expirySeconds) {
        return new IncomingMessage(
                topic,
                payload,
                Map.of(
                        CommandSignature.KID_PROPERTY,
                        kid,
                        CommandSignature.SIG_PROPERTY,
                        sig,
                        "actor",
                        "ann@example.org"),
                expirySeconds,
                System.nanoTime());
    }
}
