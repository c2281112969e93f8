package io.fleethub.agent;

import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.config.AgentConfigLoader;
import io.fleethub.agent.config.ConfigException;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.storage.DiskReserve;
import io.fleethub.agent.storage.NativeLibrary;
import io.fleethub.agent.storage.StorageException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The process: reads the configuration, runs the agent until a signal, says by the exit code how it ended. */
public final class AgentMain {

    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CONFIG = 78; // EX_CONFIG of sysexits: systemd need not try again
    private static final int EXIT_STORAGE = 74; // EX_IOERR
    private static final Path ROOT = Path.of("/");

    private AgentMain() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 2 || !args[0].equals("--config")) {
            System.err.println("usage: java -jar edge-agent.jar --config FILE");
            System.exit(EXIT_USAGE);
        }
        AgentLogging.toStandardOutput();
        try {
            MachineIdentity machine = MachineIdentity.read(ROOT);
            AgentConfig config = new AgentConfigLoader(System.getenv(), machine).load(Path.of(args[1]));
            new DiskReserve(config.dataDirectory()).releaseIfFull();
            NativeLibrary.unpackInto(config.dataDirectory());
            run(new Agent(config, machine, ROOT), config);
        } catch (ConfigException e) {
            System.err.println("edge-agent: configuration: " + e.getMessage());
            System.exit(EXIT_CONFIG);
        } catch (StorageException e) {
            System.err.println("edge-agent: storage: " + e.getMessage());
            System.exit(EXIT_STORAGE);
        }
    }

    private static void run(Agent agent, AgentConfig config) throws InterruptedException {
        CountDownLatch signal = new CountDownLatch(1);
        Thread onSignal = new Thread(
                () -> {
                    agent.close();
                    signal.countDown();
                },
                "agent-shutdown");
        Runtime.getRuntime().addShutdownHook(onSignal);
        agent.start();
        System.out.println("AGENT READY nodeId=" + config.nodeId());
        signal.await();
    }
}
