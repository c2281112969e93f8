package io.fleethub.standalone;

import io.fleethub.standalone.folder.DataFolder;
import io.fleethub.standalone.launch.Launcher;
import io.fleethub.standalone.options.OptionParser;
import io.fleethub.standalone.options.Options;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.process.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way in: reads the command line, runs until a signal comes, and turns every failure into one line. */
public final class Main {
    private static final int FAILURE = 1;
    private static final long STOP_LIMIT_SECONDS = 150;

    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = new Terminal(System.out);
        try {
            Options options = OptionParser.parse(List.of(arguments), Path.of(System.getProperty("user.home")));
            switch (options.verb()) {
                case HELP -> terminal.line(Options.help());
                case STOP -> stop(options.data(), terminal);
                case UP, DEMO -> up(options, terminal);
            }
        } catch (LaunchException e) {
            System.err.println("fleet: " + e.line());
            System.exit(FAILURE);
        }
    }

    private static void up(Options options, Terminal terminal) {
        OwnClasses.load();
        Path home = Path.of(System.getProperty("fleet.home", "")).toAbsolutePath();
        Launcher launcher = Launcher.open(options, home, terminal);
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping.set(true);
                            launcher.close();
                        },
                        "stop"));
        try {
            launcher.run();
            new CountDownLatch(1).await();
        } catch (LaunchException e) {
            if (!stopping.get()) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Path data, Terminal terminal) {
        OptionalLong pid = DataFolder.holder(data);
        if (pid.isEmpty()) {
            throw new LaunchException("no fleet runs on " + data);
        }
        ProcessHandle launcher = ProcessHandle.of(pid.getAsLong())
                .orElseThrow(
                        () -> new LaunchException("the launcher of " + data + " is of another machine or container"));
        terminal.say("stopping the fleet on " + data + " (pid " + launcher.pid() + ")");
        launcher.destroy();
        try {
            launcher.onExit().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LaunchException("the launcher (pid " + launcher.pid() + ") does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
