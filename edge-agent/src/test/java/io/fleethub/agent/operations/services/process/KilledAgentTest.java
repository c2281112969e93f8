package io.fleethub.agent.operations.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed and another one finds what it left: pids, records and locks as they are in the field. */
class KilledAgentTest {

    @TempDir
    Path home;

    @Test
    void theServiceOutlivesAKilledAgentAndIsTakenOverByTheNext() throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Supervising.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid = pidToldBy(agent);

        agent.destroyForcibly().waitFor();

        assertThat(ProcStat.of(pid)).isPresent();
        try (Supervision next = new Supervision(home)) {
            assertThat(next.service.status().pid()).isEqualTo(pid);
        }
        assertThat(ProcStat.of(pid)).isEmpty();
    }

    private static long pidToldBy(Process agent) throws IOException {
        try (BufferedReader reader = agent.inputReader()) {
            return Long.parseLong(reader.readLine());
        }
    }

    /** The agent that will be killed. */
    static final class Supervising {

        public static void main(String[] arguments) throws InterruptedException {
            try (Supervision supervision = new Supervision(Path.of(arguments[0]))) {
                System.out.println(supervision.service.status().pid());
                new CountDownLatch(1).await();
            }
        }
    }

    /** One agent's supervision of one service, with its database. */
    private static final class Supervision implements AutoCloseable {

        private final AgentDatabase database;
        private final AgentThread thread = new AgentThread("services");
        private final ProcessService service;

        Supervision(Path home) {
            database = AgentDatabase.open(home, new MachineIdentity(Map.of()), SqliteRunRecords.MIGRATIONS);
            service = new ProcessService(
                    new ServiceConfig.Supervised("demo", List.of("sleep", "1000"), home, home.resolve("demo.log")),
                    new ProcessService.Surroundings(
                            home,
                            new SqliteRunRecords(database),
                            "boot-1",
                            RestartPolicy.DEFAULT,
                            Clock.systemUTC(),
                            thread));
            service.begin();
        }

        @Override
        public void close() {
            service.close();
            thread.close();
            database.close();
        }
    }
}
