package io.fleethub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.security.SigningKey.Purpose;
import io.fleethub.schemas.signature.CommandSignature;
import io.fleethub.schemas.signature.Jwk;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SigningKeysIT {

    @Inject
    SigningKeys keys;

    @Inject
    ScopedTransactions transactions;

    @Inject
    SigningKeyRepository repository;

    @Test
    void a_second_hub_finds_the_keys_of_the_first_and_makes_none() {
        SigningKeys second = new SigningKeys(transactions, repository);

        second.makeMissing(new StartupEvent());

        for (Purpose purpose : Purpose.values()) {
            assertThat(second.active(purpose).kid())
                    .isEqualTo(keys.active(purpose).kid());
            assertThat(second.active(purpose).privateKey())
                    .isEqualTo(keys.active(purpose).privateKey());
        }
    }

    @Test
    void what_the_command_key_signs_the_published_key_verifies() {
        SigningKey signing = keys.active(Purpose.COMMAND);
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);

        String signature = CommandSignature.sign(signing.privateKey(), "nodes/a/commands", payload);

        Jwk published = keys.commandKeys().find(signing.kid()).orElseThrow();
        assertThat(CommandSignature.verify(published.toPublicKey(), "nodes/a/commands", payload, signature))
                .isTrue();
    }

    @Test
    void an_unknown_kid_is_no_key() {
        assertThat(keys.find(Purpose.JWT, "nobody")).isEmpty();
        assertThat(keys.find(Purpose.JWT, keys.active(Purpose.COMMAND).kid())).isEmpty();
    }
}
