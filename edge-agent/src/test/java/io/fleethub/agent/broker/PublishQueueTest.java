package io.fleethub.agent.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.topic.Channel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PublishQueueTest {

    private final PublishQueue queue = new PublishQueue(2);

    @Test
    void sendsStatusBeforeUpdatesLogsAndTelemetry() {
        add(Channel.TELEMETRY);
        add(Channel.LOGS);
        add(Channel.COMMAND_UPDATES);
        add(Channel.STATUS);

        assertThat(take()).isEqualTo(Channel.STATUS);
        assertThat(take()).isEqualTo(Channel.COMMAND_UPDATES);
    }

    @Test
    void letsNoMoreIntoFlightThanThereArePlaces() {
        add(Channel.TELEMETRY);
        add(Channel.TELEMETRY);
        add(Channel.TELEMETRY);
        PublishQueue.Entry first = queue.take().orElseThrow();
        assertThat(queue.take()).isPresent();

        assertThat(queue.take()).isEmpty();
        queue.finish(first, new PublishOutcome.Accepted());
        assertThat(queue.take()).isPresent();
    }

    @Test
    void doesNotKnowWhatBecameOfWhatWasInFlightWhenTheConnectionEnds() {
        CompletableFuture<PublishOutcome> inFlight = add(Channel.TELEMETRY);
        queue.take();
        CompletableFuture<PublishOutcome> waiting = add(Channel.TELEMETRY);

        queue.clear("cut");

        assertThat(inFlight).isCompletedWithValue(new PublishOutcome.Unknown("cut"));
        assertThat(waiting).isCompletedWithValue(new PublishOutcome.NotSent("cut"));
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void refusesToGrowWithoutEnd() {
        for (int i = 0; i < 200; i++) {
            add(Channel.LOGS);
        }

        CompletableFuture<PublishOutcome> oneTooMany = add(Channel.LOGS);

        assertThat(oneTooMany).isCompletedWithValue(new PublishOutcome.NotSent("too many wait for the broker"));
    }

    @Test
    void anOutcomeThatComesTwiceFreesOnePlace() {
        add(Channel.TELEMETRY);
        add(Channel.TELEMETRY);
        add(Channel.TELEMETRY);
        add(Channel.TELEMETRY);
        PublishQueue.Entry first = queue.take().orElseThrow();
        assertThat(queue.take()).isPresent();

        queue.finish(first, new PublishOutcome.Accepted());
        queue.finish(first, new PublishOutcome.Accepted());

        assertThat(queue.take()).isPresent();
        assertThat(queue.take()).isEmpty();
    }

    private CompletableFuture<PublishOutcome> add(Channel channel) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        queue.add(new PublishQueue.Entry(Publication.of(channel, new byte[] {1}), outcome));
        return outcome;
    }

    private Channel take() {
        return queue.take().orElseThrow().publication().channel();
    }
}
