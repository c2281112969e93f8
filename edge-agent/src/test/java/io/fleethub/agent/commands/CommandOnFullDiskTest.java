package io.fleethub.agent.commands;

import static io.fleethub.schemas.message.UpdateStatus.IN_PROGRESS;
import static io.fleethub.schemas.message.UpdateStatus.RECEIVED;
import static io.fleethub.schemas.message.UpdateStatus.REJECTED;
import static io.fleethub.schemas.message.UpdateStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.IncomingMessage;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be written down is not done, and the hub is told so. */
class CommandOnFullDiskTest {

    @TempDir
    Path home;

    private CommandRig rig;

    @BeforeEach
    void start() {
        rig = new CommandRig(home);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void aCommandThatCannotBeWrittenDownIsRefusedAndNeverRun() {
        rig.diskTakesNothing(true);
        IncomingMessage message = rig.hub.signed(rig.hub.ping());

        rig.receive(message);

        rig.awaitStatuses(REJECTED);
        assertThat(rig.last().reason().code()).isEqualTo(ReasonCode.DISK_FULL.name());
        assertThat(rig.ping.effects).isEmpty();
    }

    @Test
    void deliveredTwiceItStaysRefusedAlsoWhenThereIsRoomAgain() {
        rig.diskTakesNothing(true);
        IncomingMessage message = rig.hub.signed(rig.hub.ping());
        rig.receive(message);
        rig.awaitStatuses(REJECTED);
        rig.diskTakesNothing(false);

        rig.receive(message);

        rig.awaitStatuses(REJECTED, REJECTED);
        assertThat(rig.ping.effects).isEmpty();
    }

    @Test
    void theNextCommandRunsWhenThereIsRoomAgain() {
        rig.diskTakesNothing(true);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.awaitStatuses(REJECTED);
        rig.diskTakesNothing(false);

        rig.receive(rig.hub.signed(rig.hub.ping()));

        rig.awaitStatuses(REJECTED, RECEIVED, IN_PROGRESS, SUCCEEDED);
        rig.awaitNothingPending();
    }

    @Test
    void whatEndsWhenTheDiskIsFullIsToldAllTheSame() {
        rig.ping.gate = new CountDownLatch(1);
        rig.receive(rig.hub.signed(rig.hub.ping()));
        rig.awaitStatuses(RECEIVED, IN_PROGRESS);
        rig.awaitNothingPending();
        rig.diskTakesNothing(true);

        rig.ping.gate.countDown();

        rig.awaitStatuses(RECEIVED, IN_PROGRESS, SUCCEEDED);
    }
}
