package io.fleethub.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnackTest {

    private static Connack read(String hex) throws IOException {
        return Connack.read(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
    }

    @Test
    void readsNumbersAndSkipsTexts() throws Exception {
        Connack connack = read("2018" + "00" + "00" + "15" + "21000a" + "2700100000" + "220000" + "1f0001" + "78"
                + "26000161" + "000162");

        assertThat(connack)
                .isEqualTo(new Connack(
                        0,
                        Map.of(
                                Connack.RECEIVE_MAXIMUM, 10L,
                                Connack.MAXIMUM_PACKET_SIZE, 1_048_576L,
                                Connack.TOPIC_ALIAS_MAXIMUM, 0L)));
    }

    @Test
    void readsARefusal() throws Exception {
        assertThat(read("2003" + "008700").reason()).isEqualTo(0x87);
    }

    @Test
    void somethingElseIsNoMqttServer() {
        assertThatThrownBy(() -> read("485454502f312e31")).isInstanceOf(IOException.class);
    }
}
