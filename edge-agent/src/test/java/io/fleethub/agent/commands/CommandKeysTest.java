package io.fleethub.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.broker.IncomingMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandKeysTest {

    // From the contract's test vectors.
    private static final String JWKS = """
            {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "0MRDU5sPTh3rEXIcBtZfCT-y5IZzPIWBdXLvUXNjTu8",
                       "kid": "test-1", "use": "sig", "alg": "EdDSA"}]}""";
    private static final String PAYLOAD =
            "{\"v\":1,\"commandId\":\"01900000-0000-7000-8000-000000000001\",\"attempt\":1,\"operation\":\"PING\","
                    + "\"parameters\":{},\"issuedAt\":\"2026-11-21T00:00:00Z\",\"startBy\":\"2026-11-21T01:00:00Z\","
                    + "\"runFor\":\"PT30S\"}";
    private static final String SIG =
            "xX4p2Mjfw_y1QGh2Aac2TyoWwQSkbtg44c8mvgztrwkJglzm6z5flRoZGrxgvGxlEZGKFMtbmdRjZc8X3oD0Cg";

    @TempDir
    Path folder;

    @Test
    void theContractsVectorIsTrusted() throws Exception {
        CommandKeys keys = CommandKeys.load(Files.writeString(folder.resolve("keys.json"), JWKS));

        assertThat(keys.kids()).containsExactly("test-1");
        assertThat(keys.signed(message("nodes/demo-1/commands", PAYLOAD, SIG))).isTrue();
    }

    @Test
    void neitherAnotherTopicNorAnotherByteIs() throws Exception {
        CommandKeys keys = CommandKeys.load(Files.writeString(folder.resolve("keys.json"), JWKS));

        assertThat(keys.signed(message("nodes/demo-2/commands", PAYLOAD, SIG))).isFalse();
        assertThat(keys.signed(message("nodes/demo-1/commands", PAYLOAD + " ", SIG)))
                .isFalse();
        assertThat(keys.signed(message("nodes/demo-1/commands", PAYLOAD, "no signature")))
                .isFalse();
    }

    @Test
    void withoutKeysNobodyIsTrusted() {
        assertThat(CommandKeys.load(null).signed(message("nodes/demo-1/commands", PAYLOAD, SIG)))
                .isFalse();
    }

    @Test
    void aFileThatIsNoKeySetNamesTheConfigurationsKey() throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), "{\"keys\": [{\"kty\": \"RSA\"}]}");

        assertThatThrownBy(() -> CommandKeys.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("/commandKeysFile: ");
    }

    private static IncomingMessage message(String topic, String payload, String sig) {
        return new IncomingMessage(
                topic,
                payload.getBytes(StandardCharsets.UTF_8),
                Map.of("kid", "test-1", "sig", sig),
                OptionalLong.empty(),
                0);
    }
}
