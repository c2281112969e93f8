package io.fleethub.hub.commands;

import static io.fleethub.hub.commands.CommandStatus.CANCELED;
import static io.fleethub.hub.commands.CommandStatus.CANCELING;
import static io.fleethub.hub.commands.CommandStatus.DELIVERED;
import static io.fleethub.hub.commands.CommandStatus.EXPIRED;
import static io.fleethub.hub.commands.CommandStatus.FAILED;
import static io.fleethub.hub.commands.CommandStatus.IN_PROGRESS;
import static io.fleethub.hub.commands.CommandStatus.QUEUED;
import static io.fleethub.hub.commands.CommandStatus.REJECTED;
import static io.fleethub.hub.commands.CommandStatus.SENT;
import static io.fleethub.hub.commands.CommandStatus.SUCCEEDED;
import static io.fleethub.hub.commands.CommandStatus.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandStatusTest {

    /** Written out once more by hand, so that a slip in the table of the code is seen. */
    private static final Map<CommandStatus, Set<CommandStatus>> LEGAL = Map.of(
            QUEUED, Set.of(SENT, DELIVERED, IN_PROGRESS, SUCCEEDED, FAILED, REJECTED, EXPIRED, CANCELED),
            SENT, Set.of(QUEUED, DELIVERED, IN_PROGRESS, SUCCEEDED, FAILED, REJECTED, EXPIRED, CANCELING, CANCELED),
            DELIVERED,
                    Set.of(QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, REJECTED, EXPIRED, TIMED_OUT, CANCELING, CANCELED),
            IN_PROGRESS, Set.of(QUEUED, SUCCEEDED, FAILED, REJECTED, TIMED_OUT, CANCELING, CANCELED),
            CANCELING, Set.of(IN_PROGRESS, SUCCEEDED, FAILED, REJECTED, EXPIRED, TIMED_OUT, CANCELED));

    static Stream<Arguments> everyPair() {
        return Arrays.stream(CommandStatus.values())
                .flatMap(from -> Arrays.stream(CommandStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void aMoveIsLegalExactlyWhenTheContractListsIt(CommandStatus from, CommandStatus to) {
        boolean legal = from.canMoveTo(to);

        assertThat(legal).isEqualTo(LEGAL.getOrDefault(from, Set.of()).contains(to));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "REJECTED", "EXPIRED", "TIMED_OUT", "CANCELED"})
    void whatIsFinalNeverMoves(CommandStatus last) {
        assertThat(CommandStatus.values()).noneMatch(last::canMoveTo);
        assertThat(last.isFinal()).isTrue();
    }

    @Test
    void onlySixStatesAreFinal() {
        assertThat(CommandStatus.values())
                .filteredOn(CommandStatus::isFinal)
                .containsExactlyInAnyOrder(SUCCEEDED, FAILED, REJECTED, EXPIRED, TIMED_OUT, CANCELED);
    }

    @Test
    void whatIsBeingCanceledIsNotTriedAgain() {
        assertThat(CommandStatus.values())
                .filteredOn(CommandStatus::mayBeTriedAgain)
                .containsExactlyInAnyOrder(QUEUED, SENT, DELIVERED, IN_PROGRESS);
    }
}
