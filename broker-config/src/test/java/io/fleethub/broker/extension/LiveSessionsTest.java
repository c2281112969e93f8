package io.fleethub.broker.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.credentials.Credentials;
import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.broker.credentials.Credentials.Secret;
import io.fleethub.broker.testing.MovableClock;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveSessionsTest {

    private static final NodeId A = new NodeId("a");
    private static final String OLD = "0".repeat(64);
    private static final String FRESH = "1".repeat(64);

    private final MovableClock clock = new MovableClock();
    private Credentials credentials = new Credentials(
            1L,
            Map.of(
                    A,
                    Access.of(
                            new Secret(FRESH, null),
                            new Secret(OLD, clock.instant().plusSeconds(60)))));
    private final LiveSessions sessions = new LiveSessions(() -> credentials, clock);

    private List<NodeId> sweep() {
        List<NodeId> ended = new ArrayList<>();
        sessions.sweep(ended::add);
        return ended;
    }

    @Test
    void sessionOfAGoodSecretStays() {
        sessions.opened(A, "c1", FRESH);

        assertThat(sweep()).isEmpty();
    }

    @Test
    void sessionOfARotatedSecretEndsWithTheOverlap() {
        sessions.opened(A, "c1", OLD);
        assertThat(sweep()).isEmpty();

        clock.advance(Duration.ofSeconds(60));

        assertThat(sweep()).containsExactly(A);
    }

    @Test
    void sessionOfARevokedNodeEndsAndIsTriedAgainUntilItIsGone() {
        sessions.opened(A, "c1", FRESH);
        credentials = Credentials.NONE;

        assertThat(sweep()).containsExactly(A);
        assertThat(sweep()).containsExactly(A);
        sessions.ended(A, "c1");
        assertThat(sweep()).isEmpty();
    }

    @Test
    void sessionOfARevokedNodeThatHangsOnIsTriedAgainHoweverLongItTakes() {
        sessions.opened(A, "c1", FRESH);
        credentials = Credentials.NONE;
        sweep();

        clock.advance(Duration.ofHours(1));

        assertThat(sweep()).containsExactly(A);
        assertThat(sweep()).containsExactly(A);
        sessions.ended(A, "c1");
        assertThat(sweep()).isEmpty();
    }

    @Test
    void endOfAnOldConnectionDoesNotForgetTheOneThatTookOver() {
        sessions.opened(A, "c1", FRESH);
        sessions.opened(A, "c2", FRESH);
        sessions.ended(A, "c1");
        credentials = Credentials.NONE;

        assertThat(sweep()).containsExactly(A);
    }

    @Test
    void reconnectWithTheNewSecretIsNotEnded() {
        sessions.opened(A, "c1", OLD);
        clock.advance(Duration.ofSeconds(61));
        sessions.opened(A, "c2", FRESH);

        assertThat(sweep()).isEmpty();
    }
}
