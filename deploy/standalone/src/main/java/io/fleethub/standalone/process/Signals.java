package io.fleethub.standalone.process;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends a signal to a process; Java itself knows TERM and KILL only. */
final class Signals {
    private Signals() {}

    static void send(long pid, StopSignal signal) {
        if (signal == StopSignal.TERM) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            return;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new LaunchException("process " + pid + " cannot be ended: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
