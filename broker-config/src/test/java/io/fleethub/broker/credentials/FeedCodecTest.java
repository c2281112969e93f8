package io.fleethub.broker.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.broker.credentials.Credentials.Secret;
import io.fleethub.schemas.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCodecTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final NodeId A = new NodeId("a");

    private final FeedCodec codec = new FeedCodec();

    private FeedAnswer read(String json) throws IOException {
        return codec.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private FeedAnswer readNode(String node) throws IOException {
        return read("{'v':1,'revision':7,'full':false,'nodes':[" + node + "]}");
    }

    @Test
    void readsTheContractsForm() throws Exception {
        FeedAnswer answer = read("{'v':1,'revision':7,'full':true,'new':{},'nodes':["
                + "{'nodeId':'a','state':'ACTIVE','certificates':[],'secrets':[{'sha256':'" + HASH + "'},{'sha256':'"
                + HASH + "','validUntil':'2026-01-01T00:00:00Z'}]},"
                + "{'nodeId':'b','state':'REVOKED','secrets':[]}]}");

        assertThat(answer.revision()).isEqualTo(7);
        assertThat(answer.full()).isTrue();
        assertThat(answer.unreadable()).isZero();
        assertThat(answer.nodes())
                .isEqualTo(Map.of(
                        A,
                        Access.of(new Secret(HASH, null), new Secret(HASH, Instant.parse("2026-01-01T00:00:00Z"))),
                        new NodeId("b"),
                        Access.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'nodeId':'a','state':'ACTIVE','secrets':[{'sha256':'short'}]}",
                "{'nodeId':'a','state':'ACTIVE','secrets':[{'sha256':'%s','validUntil':'soon'}]}",
                "{'nodeId':'a','state':'ACTIVE'}",
                "{'nodeId':'a','state':'PAUSED','secrets':[{'sha256':'%s'}]}",
                "{'nodeId':'a','secrets':[{'sha256':'%s'}]}"
            })
    void entryThatCannotBeReadOpensNoSession(String node) throws Exception {
        FeedAnswer answer = readNode(node.formatted(HASH));

        assertThat(answer.nodes()).isEqualTo(Map.of(A, Access.NONE));
        assertThat(answer.unreadable()).isEqualTo(1);
    }

    @Test
    void malformedNameHarmsNobodyElse() throws Exception {
        FeedAnswer answer = readNode("{'nodeId':'A B','state':'ACTIVE','secrets':[]},"
                + "{'nodeId':'a','state':'ACTIVE','secrets':[{'sha256':'" + HASH + "'}]}");

        assertThat(answer.nodes()).containsOnlyKeys(A);
        assertThat(answer.unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{'nodes':[]}",
                "{'revision':'x','nodes':[]}",
                "{'revision':1}",
                "{'v':2,'revision':1,'nodes':[]}"
            })
    void answerOfAnotherFormIsAnError(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        Credentials credentials =
                new Credentials(9L, Map.of(A, Access.of(new Secret(HASH, Instant.parse("2026-01-01T00:00:00.5Z")))));

        FeedAnswer answer = codec.read(codec.write(credentials));

        assertThat(Credentials.NONE.after(answer)).isEqualTo(credentials);
    }

    @Test
    void tenantIsReadAndWritten() throws Exception {
        FeedAnswer answer =
                readNode("{'nodeId':'a','state':'ACTIVE','tenant':'t-1','secrets':[{'sha256':'" + HASH + "'}]}");
        Credentials credentials = Credentials.NONE.after(answer);

        assertThat(credentials.tenant(A)).isEqualTo("t-1");
        assertThat(Credentials.NONE.after(codec.read(codec.write(credentials))).tenant(A))
                .isEqualTo("t-1");
        assertThat(credentials.tenant(new NodeId("stranger"))).isNull();
    }

    @Test
    void fullAnswerReplacesAndAnotherOnlyChanges() {
        Access secrets = Access.of(new Secret(HASH, null));
        NodeId b = new NodeId("b");
        Credentials both = new Credentials(1L, Map.of(A, secrets, b, secrets));

        assertThat(both.after(new FeedAnswer(2, false, Map.of(A, Access.NONE), 0)))
                .isEqualTo(new Credentials(2L, Map.of(b, secrets)));
        assertThat(both.after(new FeedAnswer(2, true, Map.of(A, secrets), 0)))
                .isEqualTo(new Credentials(2L, Map.of(A, secrets)));
    }
}
