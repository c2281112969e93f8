package io.fleethub.hub.commands;

import io.fleethub.hub.bridge.Publication;
import io.fleethub.hub.commands.DispatchService.Outgoing;
import io.fleethub.hub.platform.security.SigningKey;
import io.fleethub.hub.platform.security.SigningKey.Purpose;
import io.fleethub.hub.platform.security.SigningKeys;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes the signed message of a claimed command. Thread-safe. */
@ApplicationScoped
class CommandSigner {

    /** Who asked; not signed, so it is a word for the node's log and nothing else. */
    private static final String ACTOR_PROPERTY = "actor";

    private final SigningKeys keys;
    private final MessageCodec codec = new MessageCodec();

    CommandSigner(SigningKeys keys) {
        this.keys = keys;
    }

    Publication sign(Outgoing outgoing) {
        SigningKey key = keys.active(Purpose.COMMAND);
        byte[] payload = codec.encode(outgoing.request());
        String topic = Topics.of(outgoing.nodeId(), Channel.COMMANDS);
        return new Publication(
                outgoing.nodeId(),
                Channel.COMMANDS,
                payload,
                Optional.of(Duration.ofSeconds(outgoing.life().toSeconds())),
                Optional.of(outgoing.commandId().toString()),
                Optional.of(Topics.of(outgoing.nodeId(), Channel.COMMAND_UPDATES)),
                Map.of(
                        ACTOR_PROPERTY,
                        outgoing.actor(),
                        CommandSignature.KID_PROPERTY,
                        key.kid(),
                        CommandSignature.SIG_PROPERTY,
                        CommandSignature.sign(key.privateKey(), topic, payload)));
    }
}
