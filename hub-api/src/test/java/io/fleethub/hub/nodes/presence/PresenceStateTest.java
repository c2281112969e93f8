package io.fleethub.hub.nodes.presence;

import static io.fleethub.hub.nodes.presence.PresenceState.DISABLED;
import static io.fleethub.hub.nodes.presence.PresenceState.LATE;
import static io.fleethub.hub.nodes.presence.PresenceState.NEVER_SEEN;
import static io.fleethub.hub.nodes.presence.PresenceState.OFFLINE;
import static io.fleethub.hub.nodes.presence.PresenceState.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PresenceStateTest {

    private static final Map<PresenceState, Set<PresenceState>> LEGAL = Map.of(
            NEVER_SEEN, Set.of(ONLINE, OFFLINE, DISABLED),
            ONLINE, Set.of(LATE, OFFLINE, DISABLED),
            LATE, Set.of(ONLINE, OFFLINE, DISABLED),
            OFFLINE, Set.of(ONLINE, DISABLED),
            DISABLED, Set.of(NEVER_SEEN, OFFLINE));

    static Stream<Arguments> pairs() {
        return Arrays.stream(PresenceState.values())
                .flatMap(from -> Arrays.stream(PresenceState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movesExactlyAsTheTableSays(PresenceState from, PresenceState to) {
        assertThat(from.canMoveTo(to)).isEqualTo(LEGAL.get(from).contains(to));
    }

    @Test
    void onlyOnlineAndLateAreWorthSendingTo() {
        assertThat(PresenceState.values()).filteredOn(PresenceState::reachable).containsExactly(ONLINE, LATE);
    }
}
