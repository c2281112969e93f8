package io.fleethub.standalone.launch;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Turns the ports asked for into ports that are free now. Any free one (0) is taken from below the range that Linux
 * gives to outgoing connections, so that a child that is started again finds it free still. For one thread.
 */
final class PortChooser {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 500;

    private final Set<Integer> taken = new HashSet<>();
    private final RandomGenerator random;

    PortChooser(RandomGenerator random) {
        this.random = random;
    }

    /** The port for the listener that the option names. */
    int choose(String option, String host, int wanted) {
        InetAddress address = address(option, host);
        if (wanted != 0) {
            if (!taken.add(wanted)) {
                throw new LaunchException("port " + wanted + " is given twice, the second time by " + option);
            }
            if (!isFree(address, wanted)) {
                throw new LaunchException("port " + wanted + " is in use or not allowed on " + host
                        + ": choose another with " + option + " (0 = any free one)");
            }
            return wanted;
        }
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (!taken.contains(port) && isFree(address, port)) {
                taken.add(port);
                return port;
            }
        }
        throw new LaunchException("no free port was found on " + host + " for " + option);
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static InetAddress address(String option, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new LaunchException("the address '" + host + "' for " + option + " is not known", e);
        }
    }
}
