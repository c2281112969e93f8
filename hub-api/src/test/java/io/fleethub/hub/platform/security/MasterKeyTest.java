package io.fleethub.hub.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class MasterKeyTest {

    private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.UTF_8);

    private final MasterKey key = new MasterKey("0f".repeat(32), new SecureRandom());

    @Test
    void unseals_what_it_sealed_for_the_same_purpose() {
        byte[] sealed = key.seal(PLAIN, "https-key:a");

        assertThat(key.unseal(sealed, "https-key:a")).isEqualTo(PLAIN);
    }

    @Test
    void seals_the_same_value_differently_each_time() {
        assertThat(key.seal(PLAIN, "p")).isNotEqualTo(key.seal(PLAIN, "p"));
    }

    @Test
    void a_value_sealed_for_another_purpose_is_refused() {
        byte[] sealed = key.seal(PLAIN, "https-key:a");

        assertThatThrownBy(() -> key.unseal(sealed, "https-key:b")).hasMessageContaining("https-key:b");
    }

    @Test
    void a_changed_value_is_refused() {
        byte[] sealed = key.seal(PLAIN, "p");
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> key.unseal(sealed, "p")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void another_key_does_not_unseal_and_the_message_names_the_setting() {
        byte[] sealed = key.seal(PLAIN, "p");
        MasterKey other = new MasterKey("f0".repeat(32), new SecureRandom());

        assertThatThrownBy(() -> other.unseal(sealed, "p")).hasMessageContaining("fleet.platform.master-key");
    }

    @Test
    void a_key_of_the_wrong_form_is_refused_naming_the_setting() {
        assertThatThrownBy(() -> new MasterKey("abc", new SecureRandom()))
                .hasMessage("fleet.platform.master-key must be 64 hexadecimal characters");
    }
}
