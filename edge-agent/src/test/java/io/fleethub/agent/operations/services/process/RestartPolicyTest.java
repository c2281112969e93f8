package io.fleethub.agent.operations.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(IntStream.range(0, 8).mapToObj(RestartPolicy.DEFAULT::pause))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60));
    }

    @Test
    void aServiceThatNeverStandsDoesNotOverflow() {
        assertThat(RestartPolicy.DEFAULT.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }
}
