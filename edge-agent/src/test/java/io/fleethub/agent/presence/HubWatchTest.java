package io.fleethub.agent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.HubStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubWatchTest {

    private final MessageCodec codec = new MessageCodec();
    private final HubWatch hub = new HubWatch(codec);
    private final AtomicInteger returns = new AtomicInteger();

    @BeforeEach
    void count() {
        hub.onReturn(returns::incrementAndGet);
    }

    @Test
    void isNotAwayBeforeAnybodySaidSo() {
        assertThat(hub.away()).isFalse();
    }

    @Test
    void tellsOfEveryReturnOnceAlsoWhenItIsDeliveredTwice() {
        says(HubStatus.State.OFFLINE);
        assertThat(hub.away()).isTrue();

        says(HubStatus.State.ONLINE);
        says(HubStatus.State.ONLINE);

        assertThat(hub.away()).isFalse();
        assertThat(returns).hasValue(1);
    }

    @Test
    void forgetsWhatItHeardWithTheConnection() {
        says(HubStatus.State.OFFLINE);

        hub.ended();

        assertThat(hub.away()).isFalse();
    }

    @Test
    void anUnreadableMessageChangesNothing() {
        says(HubStatus.State.OFFLINE);

        receive("{\"v\":1,\"state\":\"MAYBE\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(hub.away()).isTrue();
    }

    private void says(HubStatus.State state) {
        receive(codec.encode(new HubStatus(1, state, "hub-1", Instant.EPOCH, Instant.EPOCH)));
    }

    private void receive(byte[] payload) {
        hub.received(new IncomingMessage("hub/status", payload, Map.of(), OptionalLong.empty(), 0));
    }
}
