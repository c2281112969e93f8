package io.fleethub.agent.operations.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolRunnerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ToolRunner tools = new ToolRunner();

    @Test
    void keepsWhatAProgramSaysAndHowItEnded() throws Exception {
        ToolOutput output = tools.run(List.of("sh", "-c", "echo out; echo trouble >&2; exit 3"), LIMIT);

        assertThat(output.result().exitCode()).isEqualTo(3);
        assertThat(output.text()).isEqualTo("out\ntrouble\n");
        assertThat(output.complaint()).isEqualTo("trouble");
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        ToolOutput output = tools.run(List.of("printf", "%s\n", "; touch x", "$(id)", "../a b"), LIMIT);

        assertThat(output.text()).isEqualTo("; touch x\n$(id)\n../a b\n");
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() throws Exception {
        ToolOutput output = tools.run(List.of("sh", "-c", "echo $$; exec sleep 1000"), Duration.ofMillis(500));

        assertThat(output.result().timedOut()).isTrue();
        assertThat(ProcessHandle.of(Long.parseLong(output.text().strip()))).isEmpty();
    }

    @Test
    void aProgramThatSaysTooMuchIsEndedAndCut() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        ToolResult result = tools.run(List.of("yes"), LIMIT, said, 10_000);

        assertThat(result.capped()).isTrue();
        assertThat(said.size()).isEqualTo(10_000);
    }

    @Test
    void anInterruptEndsTheProgram() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                tools.run(List.of("sleep", "987654"), LIMIT);
            } catch (InterruptedException e) {
                interrupted.countDown();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        caller.start();
        await().untilAsserted(() -> assertThat(sleepers()).isEqualTo(1));

        caller.interrupt();

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(sleepers()).isZero());
    }

    @Test
    void aMissingProgramIsAnIoException() {
        assertThatThrownBy(() -> tools.run(List.of("/no/such/program"), LIMIT)).isInstanceOf(IOException.class);
    }

    private static long sleepers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").endsWith("sleep 987654"))
                .count();
    }
}
