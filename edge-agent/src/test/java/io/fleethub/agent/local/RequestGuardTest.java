package io.fleethub.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.fleethub.agent.config.LocalConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

    private final RequestGuard guard =
            new RequestGuard(new LocalConfig(9464, "127.0.0.1", false, List.of("node.lan"), 4));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:9464", "LOCALHOST", "127.0.0.1:9464", "[::1]:9464", "192.168.0.7", "node.lan:80"})
    void addressesAndItsOwnNamesAreKnown(String host) {
        assertThat(guard.refusal(headers("Host", host), "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example:9464",
                "127.0.0.1.evil.example",
                "",
                "[",
                "node.lan.:9464"
            })
    void aForeignNameThatPointsHereIsNot(String host) {
        assertThat(guard.refusal(headers("Host", host), "/").orElseThrow().status())
                .isEqualTo(421);
    }

    @Test
    void aRequestWithoutAHostOrWithTwoIsNotLetIn() {
        Headers two = headers("Host", "localhost");
        two.add("Host", "evil.example");

        assertThat(guard.refusal(new Headers(), "/")).isPresent();
        assertThat(guard.refusal(two, "/")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://localhost:9464", "http://localhost:1"})
    void pagesOfOtherOriginsAreKeptOut(String origin) {
        Headers headers = headers("Host", "localhost:9464");
        headers.set("Origin", origin);

        assertThat(guard.refusal(headers, "/metrics/app").orElseThrow().status())
                .isEqualTo(403);
    }

    @Test
    void itsOwnPageIsLetIn() {
        Headers headers = headers("Host", "localhost:9464");
        headers.set("Origin", "http://localhost:9464");
        headers.set("Sec-Fetch-Site", "same-origin");

        assertThat(guard.refusal(headers, "/events")).isEmpty();
    }

    @Test
    void aLinkFromElsewhereMayOpenThePageButNothingElse() {
        Headers headers = headers("Host", "localhost:9464");
        headers.set("Sec-Fetch-Site", "cross-site");

        assertThat(guard.refusal(headers, "/")).isEmpty();
        assertThat(guard.refusal(headers, "/events").orElseThrow().status()).isEqualTo(403);
    }

    private static Headers headers(String name, String value) {
        Headers headers = new Headers();
        headers.set(name, value);
        return headers;
    }
}
