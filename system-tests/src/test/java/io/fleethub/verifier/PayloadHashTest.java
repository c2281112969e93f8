package io.fleethub.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PayloadHashTest {

    /** Made by hand: printf '1700000000000000\n60000\na=3ff0000000000000\nb=true\nc=x\n' | sha256sum. */
    @Test
    void isWhatTheReferenceDescribes() {
        long hash = new PayloadHash()
                .of(1_700_000_000_000_000L, 60_000L, new TreeMap<>(Map.of("c", "x", "b", true, "a", 1.0)));

        assertThat(Long.toHexString(hash)).isEqualTo("5d23154fb68e07d3");
    }
}
