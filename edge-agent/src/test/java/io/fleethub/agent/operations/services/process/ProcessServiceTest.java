package io.fleethub.agent.operations.services.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.ServiceException;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.scheduling.AgentThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final RestartPolicy QUICK = new RestartPolicy(
            Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMillis(500));

    @TempDir
    Path home;

    private final MemoryRecords records = new MemoryRecords();
    private final List<AgentThread> threads = new ArrayList<>();
    private final List<ProcessService> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() {
        started.forEach(ProcessService::close);
        threads.forEach(AgentThread::close);
        new ProcessMark(home, "demo").bearers().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void runsFromTheAgentsStart() {
        ProcessService service = service("boot-1", "sleep", "1000");

        service.begin();

        ServiceStatus status = service.status();
        assertThat(status.state()).isEqualTo(RunState.RUNNING);
        assertThat(ProcessHandle.of(pid(service))).isPresent();
        assertThat(status.restarts()).isZero();
        assertThat(status.memoryBytes()).isPositive();
    }

    @Test
    void restartGivesItAnotherPidAndEndsTheOldOne() throws Exception {
        ProcessService service = begun("sleep", "1000");
        long before = pid(service);

        service.restart(LIMIT);

        assertThat(pid(service)).isNotEqualTo(before);
        assertThat(ProcStat.of(before)).isEmpty();
        assertThat(service.status().restarts()).isZero();
    }

    @Test
    void stoppedStaysStoppedAlsoForTheNextAgentOfThisBoot() throws Exception {
        ProcessService service = begun("sleep", "1000");
        long before = pid(service);

        service.stop(LIMIT);
        service.close();
        ProcessService next = service("boot-1", "sleep", "1000");
        next.begin();

        assertThat(ProcStat.of(before)).isEmpty();
        assertThat(next.status().state()).isEqualTo(RunState.STOPPED);
        assertThat(new ProcessMark(home, "demo").bearers()).isEmpty();
    }

    @Test
    void stoppedRunsAgainAfterTheMachineWasRestarted() throws Exception {
        ProcessService service = begun("sleep", "1000");
        service.stop(LIMIT);
        service.close();

        ProcessService next = service("boot-2", "sleep", "1000");
        next.begin();

        assertThat(next.status().state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void stoppingTwiceDoesNothingMore() throws Exception {
        ProcessService service = begun("sleep", "1000");

        service.stop(LIMIT);
        service.stop(LIMIT);

        assertThat(service.status().state()).isEqualTo(RunState.STOPPED);
    }

    @Test
    void startingWhatRunsLeavesItAlone() throws Exception {
        ProcessService service = begun("sleep", "1000");
        long before = pid(service);

        service.start(LIMIT);

        assertThat(pid(service)).isEqualTo(before);
    }

    @Test
    void crashedIsStartedAgain() {
        ProcessService service = begun("sleep", "1000");
        long before = pid(service);

        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await().untilAsserted(() -> {
            assertThat(service.status().running()).isTrue();
            assertThat(pid(service)).isNotEqualTo(before);
            assertThat(service.status().restarts()).isEqualTo(1);
        });
    }

    @Test
    void endsWithTheAgentTogetherWithItsOwnChildren() {
        ProcessService service = begun("sh", "-c", "sleep 1000 & sleep 1000 & wait");
        await().untilAsserted(() ->
                assertThat(new ProcessMark(home, "demo").bearers()).hasSize(3));

        service.close();

        assertThat(new ProcessMark(home, "demo").bearers()).isEmpty();
    }

    @Test
    void whatDoesNotHeedTermIsKilled() throws Exception {
        ProcessService service = begun("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        await().untilAsserted(() -> assertThat(Files.readString(log())).contains("ready"));
        long before = pid(service);

        service.stop(LIMIT);

        assertThat(ProcStat.of(before)).isEmpty();
    }

    @Test
    void aRestartThatIsBrokenOffDoesNotLeaveItStopped() throws Exception {
        ProcessService service = begun("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        await().untilAsserted(() -> assertThat(Files.readString(log())).contains("ready"));
        long before = pid(service);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> service.restart(LIMIT)).isInstanceOf(InterruptedException.class);

        await().untilAsserted(() -> {
            assertThat(service.status().running()).isTrue();
            assertThat(pid(service)).isNotEqualTo(before);
        });
    }

    @Test
    void whatACrashedAgentLeftIsTakenOver() {
        ProcessService crashed = begun("sleep", "1000");
        long pid = pid(crashed);
        die();

        ProcessService next = service("boot-1", "sleep", "1000");
        next.begin();

        assertThat(pid(next)).isEqualTo(pid);
        assertThat(next.status().since()).isEqualTo(crashed.status().since());
    }

    @Test
    void whatWasTakenOverIsStartedAgainWhenItCrashes() {
        begun("sleep", "1000");
        die();
        ProcessService next = service("boot-1", "sleep", "1000");
        next.begin();
        long before = pid(next);

        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        await().untilAsserted(() -> {
            assertThat(next.status().running()).isTrue();
            assertThat(pid(next)).isNotEqualTo(before);
        });
    }

    @Test
    void leftOverWithoutARecordIsEndedAndAnotherOneStarted() {
        ProcessService crashed = begun("sleep", "1000");
        long left = pid(crashed);
        die();
        records.byService.clear();

        ProcessService next = service("boot-1", "sleep", "1000");
        next.begin();

        await().untilAsserted(() -> assertThat(ProcStat.of(left)).isEmpty());
        assertThat(pid(next)).isNotEqualTo(left);
        assertThat(new ProcessMark(home, "demo").bearers()).hasSize(1);
    }

    @Test
    void whatTheKilledAgentHadStartedButNotNotedIsTakenOver() {
        ProcessService crashed = begun("sh", "-c", "sleep 1000 & sleep 1000 & wait");
        await().untilAsserted(() ->
                assertThat(new ProcessMark(home, "demo").bearers()).hasSize(3));
        long pid = pid(crashed);
        die();
        records.save(new RunRecord(
                "demo", true, "boot-1", null, null, Clock.systemUTC().instant(), 0));

        ProcessService next = service("boot-1", "sleep", "1000");
        next.begin();

        assertThat(pid(next)).isEqualTo(pid);
    }

    @Test
    void anotherProcessThatGotThePidIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        records.save(new RunRecord(
                "demo", true, "boot-1", stranger.pid(), 1L, Clock.systemUTC().instant(), 0));

        ProcessService service = service("boot-1", "sleep", "1000");
        service.begin();

        assertThat(pid(service)).isNotEqualTo(stranger.pid());
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void whatCannotBeStartedSaysSoAndCountsAsFailed() {
        ProcessService service = service("boot-1", "/no/such/program");
        service.begin();

        assertThatThrownBy(() -> service.start(LIMIT))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("demo cannot be started");
        assertThat(service.status().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void whatItPrintsIsInItsLog() {
        begun("sh", "-c", "echo out; echo err >&2; sleep 1000");

        await().untilAsserted(() -> assertThat(Files.readString(log())).isEqualTo("out\nerr\n"));
    }

    private ProcessService begun(String... command) {
        ProcessService service = service("boot-1", command);
        service.begin();
        return service;
    }

    private ProcessService service(String bootId, String... command) {
        AgentThread thread = new AgentThread("services");
        threads.add(thread);
        ProcessService service = new ProcessService(
                new ServiceConfig.Supervised("demo", List.of(command), home, log()),
                new ProcessService.Surroundings(home, records, bootId, QUICK, Clock.systemUTC(), thread));
        started.add(service);
        return service;
    }

    /** What is left of an agent after kill -9: nothing looks after its children any more. */
    private void die() {
        threads.forEach(AgentThread::close);
        started.clear();
    }

    private Path log() {
        return home.resolve("log/demo.log");
    }

    private static long pid(ProcessService service) {
        Long pid = service.status().pid();
        assertThat(pid).isNotNull();
        return pid;
    }

    /** Records as they would be on disk. */
    private static final class MemoryRecords implements RunRecords {

        private final Map<String, RunRecord> byService = new HashMap<>();

        @Override
        public synchronized Optional<RunRecord> find(String service) {
            return Optional.ofNullable(byService.get(service));
        }

        @Override
        public synchronized void save(RunRecord runRecord) {
            byService.put(runRecord.service(), runRecord);
        }
    }
}
