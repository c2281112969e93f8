package io.fleethub.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "demo-1",
                "plant.7_west",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void acceptsWhatTheContractAllows(String value) {
        NodeId nodeId = new NodeId(value);

        assertThat(nodeId.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "-a",
                ".a",
                "a/b",
                "a+",
                "a b",
                "HUB:1:1",
                "ä",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesEverythingElse(String value) {
        assertThatThrownBy(() -> new NodeId(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheReservedNames() {
        assertThat(new NodeId("hub").isReserved()).isTrue();
        assertThat(new NodeId("broker").isReserved()).isTrue();
        assertThat(NodeId.CANARY.isReserved()).isTrue();
        assertThat(new NodeId("hubert").isReserved()).isFalse();
    }
}
