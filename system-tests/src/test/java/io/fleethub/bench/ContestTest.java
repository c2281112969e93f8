package io.fleethub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final Timing THREE = new Timing(Duration.ZERO, Duration.ZERO, 3);

    private final List<String> turns = new ArrayList<>();

    private Contender contender(String name, Side side, Figure... figures) {
        Iterator<Figure> next = List.of(figures).iterator();
        return new Contender(name, side, timing -> {
            turns.add(name);
            return next.next();
        });
    }

    private static Contest.Result hold(List<Contender> contenders, Goal... goals) throws InterruptedException {
        return new Contest("a contest", "msg/s", contenders, List.of(goals)).hold(THREE, line -> {});
    }

    @Test
    void contendersTakeTurnsAndTheirMediansAreCompared() throws Exception {
        Contender ours = contender("ours", Side.OURS, Figure.of(60), Figure.of(80), Figure.of(70));
        Contender limit = contender("limit", Side.LIMIT, Figure.of(100), Figure.of(90), Figure.of(500));

        Contest.Result result = hold(List.of(ours, limit), Goal.atLeast("ours", 0.7, "limit"));

        assertThat(turns).containsExactly("ours", "limit", "ours", "limit", "ours", "limit");
        assertThat(result.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.reached()).isEqualTo(0.7);
            assertThat(verdict.met()).isTrue();
        });
    }

    @Test
    void goalsAboutContendersThatAreLeftOutAreLeftOutToo() {
        Contest contest = new Contest(
                "a contest",
                "B",
                List.of(contender("ours", Side.OURS), contender("limit", Side.LIMIT)),
                List.of(Goal.atMost("ours", 2, "limit"), Goal.atMost("ours", 300)));

        Contest part = contest.only("our");

        assertThat(part.contenders()).extracting(Contender::name).containsExactly("ours");
        assertThat(part.goals()).containsExactly(Goal.atMost("ours", 300));
    }

    @Test
    void oneFaultTakesTheScoreAway() throws Exception {
        Contender ours =
                contender("ours", Side.OURS, Figure.of(60), Figure.of(80).failed("3 lost"), Figure.of(70));

        Contest.Result result = hold(List.of(ours), Goal.atMost("ours", 100));

        assertThat(result.medians()).isEmpty();
        assertThat(result.faults()).containsExactly("ours: 3 lost");
        assertThat(result.verdicts())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.met()).isFalse());
    }

    @Test
    void trialThatThrowsIsAFaultAndTheOthersGoOn() throws Exception {
        Contender broken = new Contender("broken", Side.PEER, timing -> {
            throw new IllegalStateException("no connection");
        });
        Contender ours = contender("ours", Side.OURS, Figure.of(1), Figure.of(2), Figure.of(3));

        Contest.Result result = hold(List.of(broken, ours));

        assertThat(result.faults()).hasSize(3).allMatch(fault -> fault.contains("no connection"));
        assertThat(result.medians()).containsEntry("ours", 2.0).doesNotContainKey("broken");
    }

    @Test
    void notesAreMediansToo() throws Exception {
        Contender ours = contender(
                "ours",
                Side.OURS,
                Figure.of(1).with("hub us", 30),
                Figure.of(1).with("hub us", 10),
                Figure.of(1).with("hub us", 20));

        assertThat(hold(List.of(ours)).notes("ours")).containsEntry("hub us", 20.0);
    }
}
