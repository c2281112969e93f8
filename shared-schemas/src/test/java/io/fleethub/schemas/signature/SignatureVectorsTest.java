package io.fleethub.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The design's vectors, so that a node written by somebody else signs and verifies the same. */
class SignatureVectorsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode VECTORS = vectors();
    private static final JsonNode COMMAND = VECTORS.get("command");
    private static final JsonNode HTTPS = VECTORS.get("https");
    private static final String SECRET = VECTORS.at("/nodeSecret/secret").asText();

    @Test
    void keepsTheHashOfTheSecretsCharacters() {
        assertThat(new NodeSecret(SECRET).sha256())
                .isEqualTo(VECTORS.at("/nodeSecret/kept").asText());
    }

    @Test
    void matchesTheSecretAndNoOther() {
        String kept = VECTORS.at("/nodeSecret/kept").asText();

        assertThat(NodeSecret.matches(ascii(SECRET), kept)).isTrue();
        assertThat(NodeSecret.matches(ascii(SECRET.replace('2', '3')), kept)).isFalse();
        assertThat(NodeSecret.matches(new byte[0], kept)).isFalse();
        assertThat(NodeSecret.matches(ascii(kept), kept)).isFalse();
    }

    @Test
    void makesSecretsThatDifferAndAreNeverPrinted() {
        NodeSecret secret = NodeSecret.generate(new SecureRandom());

        assertThat(secret).isNotEqualTo(NodeSecret.generate(new SecureRandom()));
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "2E77CFF9D0AA259264BF29F43729B09C8C2106DBE3F2E56253BA079938966FBC"})
    void refusesASecretOfAnotherForm(String value) {
        assertThatThrownBy(() -> new NodeSecret(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derivesTheHttpsKey() {
        assertThat(HexFormat.of().formatHex(new NodeSecret(SECRET).httpsKey()))
                .isEqualTo(HTTPS.get("keyHex").asText());
    }

    @Test
    void signsARequest() {
        byte[] body = utf8(HTTPS.get("body").asText());
        RequestSignature request = request(HTTPS.get("target").asText());

        assertThat(request.signedText(body)).isEqualTo(HTTPS.get("signedText").asText());
        assertThat(request.sign(new NodeSecret(SECRET).httpsKey(), body))
                .isEqualTo(HTTPS.get("signature").asText());
    }

    @Test
    void verifiesARequestAndNothingAroundIt() {
        byte[] body = utf8(HTTPS.get("body").asText());
        byte[] key = new NodeSecret(SECRET).httpsKey();
        String signature = HTTPS.get("signature").asText();

        assertThat(request("/api/v1/telemetry").verify(key, body, signature)).isTrue();
        assertThat(request("/api/v1/telemetry?x=1").verify(key, body, signature))
                .isFalse();
        assertThat(request("/api/v1/telemetry").verify(key, new byte[0], signature))
                .isFalse();
        assertThat(request("/api/v1/telemetry").verify(new byte[32], body, signature))
                .isFalse();
        assertThat(request("/api/v1/telemetry").verify(key, body, "µ")).isFalse();
    }

    @Test
    void signsACommand() throws GeneralSecurityException {
        String sig = CommandSignature.sign(
                vectorKey(),
                COMMAND.get("topic").asText(),
                utf8(COMMAND.get("payload").asText()));

        assertThat(sig).isEqualTo(COMMAND.get("sig").asText());
    }

    @Test
    void verifiesACommandForItsTopicAndPayloadOnly() throws IOException {
        Jwk jwk = JSON.treeToValue(COMMAND.get("jwk"), Jwk.class);
        String topic = COMMAND.get("topic").asText();
        byte[] payload = utf8(COMMAND.get("payload").asText());
        String sig = COMMAND.get("sig").asText();

        assertThat(CommandSignature.verify(jwk.toPublicKey(), topic, payload, sig))
                .isTrue();
        assertThat(CommandSignature.verify(jwk.toPublicKey(), "nodes/demo-2/commands", payload, sig))
                .isFalse();
        assertThat(CommandSignature.verify(jwk.toPublicKey(), topic, utf8("{}"), sig))
                .isFalse();
        assertThat(CommandSignature.verify(jwk.toPublicKey(), topic, payload, sig.substring(1)))
                .isFalse();
        assertThat(CommandSignature.verify(jwk.toPublicKey(), topic, payload, "not base64!"))
                .isFalse();
        assertThat(CommandSignature.verify(jwk.toPublicKey(), topic, payload, ""))
                .isFalse();
    }

    @Test
    void anotherKeyDoesNotVerify() {
        byte[] payload = utf8(COMMAND.get("payload").asText());
        KeyPair other = Jwk.newKeyPair();

        assertThat(CommandSignature.verify(
                        other.getPublic(),
                        COMMAND.get("topic").asText(),
                        payload,
                        COMMAND.get("sig").asText()))
                .isFalse();
    }

    @Test
    void aNewKeySurvivesItsJwk() {
        for (int i = 0; i < 20; i++) {
            KeyPair pair = Jwk.newKeyPair();
            Jwk jwk = Jwk.of("k-" + i, (EdECPublicKey) pair.getPublic());
            String sig = CommandSignature.sign(pair.getPrivate(), "nodes/a/commands", utf8("{}"));

            assertThat(CommandSignature.verify(jwk.toPublicKey(), "nodes/a/commands", utf8("{}"), sig))
                    .isTrue();
        }
    }

    @Test
    void aSetFindsItsKeysByName() throws IOException {
        JwkSet keys = new JwkSet(List.of(JSON.treeToValue(COMMAND.get("jwk"), Jwk.class)));

        assertThat(keys.find("test-1")).isPresent();
        assertThat(keys.find("test-2")).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNotEd25519() {
        assertThatThrownBy(() -> new Jwk("RSA", "Ed25519", "AA", "k", "sig")).hasMessage("kty: must be OKP");
        assertThatThrownBy(() -> new Jwk("OKP", "X25519", "AA", "k", "sig")).hasMessage("crv: must be Ed25519");
        assertThatThrownBy(() -> new Jwk("OKP", "Ed25519", "AA", "k", "sig"))
                .hasMessage("x: must be the base64url of 32 bytes");
    }

    private static PrivateKey vectorKey() throws GeneralSecurityException {
        byte[] seed = HexFormat.of().parseHex(COMMAND.get("privateSeedHex").asText());
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    private static RequestSignature request(String target) {
        return new RequestSignature(
                HTTPS.get("method").asText(),
                target,
                HTTPS.get("timestamp").asText(),
                HTTPS.get("nonce").asText());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonNode vectors() {
        try (InputStream file = SignatureVectorsTest.class.getResourceAsStream("/vectors.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
