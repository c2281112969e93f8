package io.fleethub.hub.nodes.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MachinesTest {

    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private Machines machines = Machines.NONE;
    private int second;

    @Test
    void twoMachinesThatTakeEachOtherOverAreNamed() {
        born("a", "boot-a", 1);
        born("b", "boot-b", 1);
        born("a", "boot-a", 2);
        born("b", "boot-b", 2);
        assertThat(machines.shared(now())).isFalse();

        born("a", "boot-a", 3);

        assertThat(machines.shared(now())).isTrue();
        assertThat(machines.sharedAt()).contains(now());
    }

    @Test
    void twoMachinesOfOneDiskImageAreToldApartByTheirBoots() {
        for (int session = 10; session < 13; session++) {
            born("same", "boot-a", session);
            born("same", "boot-b", session);
        }

        assertThat(machines.shared(now())).isTrue();
        assertThat(machines.known()).hasSize(2);
    }

    @Test
    void oneMachineThatRestartsOrLosesItsStorageIsNoOtherMachine() {
        for (int i = 0; i < 20; i++) {
            born("storage-" + i / 5, "boot-" + i, i);
        }

        assertThat(machines.shared(now())).isFalse();
        assertThat(machines.known()).hasSize(8);
    }

    @Test
    void whatIsDeliveredLateOrTwiceProvesNothing() {
        born("a", "boot-a", 1);
        born("a", "boot-b", 2);
        for (int i = 0; i < 5; i++) {
            born("a", "boot-a", 1);
            born("a", "boot-b", 2);
        }

        assertThat(machines.returns()).isEmpty();
    }

    @Test
    void returnsThatAreFarApartProveNothing() {
        for (int session = 1; session < 6; session++) {
            born("a", "boot-a", session);
            second += 700;
            born("b", "boot-b", session);
        }

        assertThat(machines.shared(now())).isFalse();
    }

    @Test
    void afterAWhileWithoutAReturnItIsOver() {
        for (int session = 1; session < 4; session++) {
            born("a", "boot-a", session);
            born("b", "boot-b", session);
        }

        assertThat(machines.shared(now().plusSeconds(600))).isTrue();
        assertThat(machines.shared(now().plusSeconds(601))).isFalse();
    }

    @Test
    void theySurviveBeingWrittenDown() {
        born("a", "boot-a", 1);
        born("b", "boot-b", 1);
        born("a", "boot-a", 2);

        assertThat(NodeMemory.read(null, NodeMemory.write(machines)).machines()).isEqualTo(machines);
    }

    private void born(String storage, String boot, long session) {
        second++;
        StatusReport birth = StatusReport.builder(StatusEvent.BIRTH)
                .order(storage, session, 0L)
                .boot(boot, 1L, true)
                .build();
        machines = machines.and(birth, now(), "192.0.2.1");
    }

    private Instant now() {
        return T0.plusSeconds(second);
    }
}
