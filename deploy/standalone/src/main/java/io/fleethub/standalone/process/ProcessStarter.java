package io.fleethub.standalone.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a child so that Ctrl-C reaches only the launcher, which then stops its children in order ({@code setsid}), and
 * so that the kernel ends the child should the launcher be killed ({@code setpriv --pdeathsig}, which counts from the
 * end of the thread that started the child: all starts happen on one thread that lives as long as the launcher). Where
 * a tool is missing its part is left out; what is then left behind, the next start ends.
 */
final class ProcessStarter {
    private final boolean ownSession;
    private final boolean endsWithParent;

    private ProcessStarter(boolean ownSession, boolean endsWithParent) {
        this.ownSession = ownSession;
        this.endsWithParent = endsWithParent;
    }

    /** Tries both tools once. */
    static ProcessStarter detect() {
        return new ProcessStarter(works("setsid", "true"), works("setpriv", "--pdeathsig", "TERM", "true"));
    }

    Process start(ChildSpec spec) throws IOException {
        List<String> command = new ArrayList<>();
        if (ownSession) {
            command.add("setsid");
        }
        // What changes credentials clears the signal, so it is asked for last: a command that begins by changing them
        // says so by its prefix.
        command.addAll(spec.prefix());
        if (endsWithParent) {
            command.addAll(List.of("setpriv", "--pdeathsig", spec.stopSignal().name()));
        }
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.workingFolder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(key -> key.startsWith("FLEET_") || key.startsWith("QUARKUS_"));
        builder.environment().putAll(spec.environment());
        return builder.start();
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
