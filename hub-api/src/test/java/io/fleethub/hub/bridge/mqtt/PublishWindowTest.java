package io.fleethub.hub.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.bridge.PublishOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublishWindowTest {

    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted();

    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<PublishOutcome>> answers = new ArrayList<>();
    private final PublishWindow window = new PublishWindow(2, 3, Duration.ofSeconds(30));

    @Test
    void no_more_fly_than_there_are_places() {
        publish(window, "a");
        publish(window, "b");
        publish(window, "c");

        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void an_answer_makes_room_for_the_next() {
        CompletableFuture<PublishOutcome> first = publish(window, "a");
        publish(window, "b");
        publish(window, "c");

        answers.get(0).accept(ACCEPTED);

        assertThat(first).isCompletedWithValue(ACCEPTED);
        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void what_finds_the_queue_full_is_unknown_at_once() {
        for (String message : List.of("a", "b", "c", "d", "e")) {
            publish(window, message);
        }

        CompletableFuture<PublishOutcome> tooMany = publish(window, "f");

        assertThat(tooMany.join()).isInstanceOf(PublishOutcome.Unknown.class);
        assertThat(sent).doesNotContain("f");
    }

    @Test
    void a_lost_connection_makes_everything_unknown() {
        List<CompletableFuture<PublishOutcome>> all =
                List.of(publish(window, "a"), publish(window, "b"), publish(window, "c"));

        window.close();

        assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(PublishOutcome.Unknown.class));
        assertThat(publish(window, "d").join()).isInstanceOf(PublishOutcome.Unknown.class);
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void a_place_stays_taken_after_the_time_out_until_the_server_answers() throws Exception {
        PublishWindow hurried = new PublishWindow(1, 3, Duration.ofMillis(20));
        CompletableFuture<PublishOutcome> late = publish(hurried, "a");
        assertThat(late.get(5, TimeUnit.SECONDS)).isInstanceOf(PublishOutcome.Unknown.class);
        CompletableFuture<PublishOutcome> waiting = publish(hurried, "b");
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isInstanceOf(PublishOutcome.Unknown.class);
        List<String> sentBeforeTheAnswer = List.copyOf(sent);

        answers.get(0).accept(ACCEPTED);

        assertThat(sentBeforeTheAnswer).containsExactly("a");
    }

    private CompletableFuture<PublishOutcome> publish(PublishWindow into, String message) {
        return into.publish(message, (String m, Consumer<PublishOutcome> done) -> {
                    sent.add(m);
                    answers.add(done);
                })
                .toCompletableFuture();
    }
}
