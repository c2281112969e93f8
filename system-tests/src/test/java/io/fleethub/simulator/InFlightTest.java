package io.fleethub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void whoFindsNoRoomIsServedInTurnAndNobodyOvertakes() {
        InFlight inFlight = new InFlight(1);
        List<String> served = new ArrayList<>();

        boolean first = inFlight.tryEnter();
        inFlight.await(() -> served.add("second"));
        inFlight.await(() -> served.add("third"));
        boolean overtaken = inFlight.tryEnter();
        inFlight.leave();

        assertThat(first).isTrue();
        assertThat(overtaken).isFalse();
        assertThat(served).containsExactly("second");
        inFlight.leave();
        assertThat(served).containsExactly("second", "third");
        assertThat(inFlight.taken()).isEqualTo(1);
        inFlight.leave();
        assertThat(inFlight.taken()).isZero();
    }
}
