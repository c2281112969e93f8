package io.fleethub.agent.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

    /** As the broker's library and the JDK say them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    code=135 detail="Not authorized"                                              | refuses this node
                    code=0 detail="java.net.UnknownHostException: hub.example.org"                | name cannot be looked up
                    code=32103 detail="java.net.ConnectException: Connection refused"             | no broker does
                    code=32103 detail="java.net.NoRouteToHostException: No route to host (Host unreachable)" | no way to the broker
                    code=32103 detail="java.net.SocketTimeoutException: Connect timed out"        | does not answer
                    detail="the broker does not answer"                                           | does not answer
                    code=0 detail="javax.net.ssl.SSLHandshakeException: PKIX path building failed" | certificate is not trusted
                    code=32109 detail="java.io.EOFException"                                      | broke off
                    code=142 detail="the broker said so"                                          | Another machine
                    """)
    void saysWhatAFailureMeans(String problem, String words) {
        assertThat(PlainWords.of(problem).orElseThrow()).contains(words);
    }

    @Test
    void aFailureThatNobodyKnowsIsNotExplained() {
        assertThat(PlainWords.of("code=99 detail=\"?\"")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT59.9S, 59 s",
        "PT60S, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h 0 min",
        "P1D, 1 day",
        "P2DT5H, 2 days 5 h"
    })
    void saysHowLong(Duration duration, String words) {
        assertThat(PlainWords.duration(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1610612736, 1.5 GiB", "209715200, 200 MiB"})
    void saysHowMuch(long bytes, String words) {
        assertThat(PlainWords.bytes(bytes).replace(",", "")).isEqualTo(words);
    }
}
