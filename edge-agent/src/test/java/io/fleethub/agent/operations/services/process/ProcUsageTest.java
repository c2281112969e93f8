package io.fleethub.agent.operations.services.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcUsageTest {

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void countsTheMemoryOfChildrenToo() throws IOException {
        start("sleep 1000 & sleep 1000 & wait");

        await().untilAsserted(() -> assertThat(ProcUsage.of(process.toHandle()).residentBytes())
                .isGreaterThan(ProcStat.residentBytes(process.pid())));
    }

    @Test
    void keepsTheProcessorTimeOfChildrenThatHaveEnded() throws IOException {
        start("i=0; (while [ $i -lt 100000 ]; do i=$((i+1)); done); exec sleep 1000");

        await().untilAsserted(() -> {
            assertThat(process.descendants()).isEmpty();
            assertThat(ProcUsage.of(process.toHandle()).cpuNanos()).isGreaterThanOrEqualTo(10_000_000);
        });
    }

    private void start(String script) throws IOException {
        process = new ProcessBuilder("/bin/sh", "-c", script).start();
    }
}
