package io.fleethub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine's own network, joined to this one by a pair of virtual cards, whose faults are the kernel's and not played by
 * a proxy. Only one at a time: they all have the same addresses, which are reserved for tests of networks and so nobody's.
 */
final class NetworkNamespace implements AutoCloseable {

    /** This machine, as seen from within; the demo fleet's certificate is for it too. */
    static final String GATEWAY = "198.18.77.1";

    private static final String INSIDE = "198.18.77.2";

    private final String name = "fleet-" + UUID.randomUUID().toString().substring(0, 6);
    private final String outside = name + "-o";
    private final String inside = name + "-i";

    private NetworkNamespace() {}

    /** Makes one, or ends the test with the reason why it cannot. */
    static NetworkNamespace open() {
        assumeTrue(Shell.run("id", "-u").output().strip().equals("0"), "needs root: network namespaces");
        for (String tool : List.of("ip", "ss", "tc", "iptables")) {
            boolean installed = List.of("/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/").stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder + tool)));
            assumeTrue(installed, "needs Debian's iproute2 and iptables: " + tool + " is missing");
        }
        NetworkNamespace namespace = new NetworkNamespace();
        Shell.Result made = Shell.run("ip", "netns", "add", namespace.name);
        assumeTrue(made.exit() == 0, () -> "network namespaces cannot be made here: " + made.output());
        try {
            namespace.join();
            return namespace;
        } catch (AssertionError | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private void join() {
        Shell.run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", name)
                .orFail();
        Shell.run("ip", "address", "add", GATEWAY + "/30", "dev", outside).orFail();
        Shell.run("ip", "link", "set", outside, "up").orFail();
        within("ip", "address", "add", INSIDE + "/30", "dev", inside).orFail();
        within("ip", "link", "set", inside, "up").orFail();
        within("ip", "link", "set", "lo", "up").orFail();
    }

    /** Runs a program in it. */
    Shell.Result within(String... command) {
        List<String> all = new ArrayList<>(entry());
        all.addAll(List.of(command));
        return Shell.run(all.toArray(String[]::new));
    }

    /** What to put before a command so that it runs in it; it becomes the command's process. */
    List<String> entry() {
        return List.of("ip", "netns", "exec", name);
    }

    /** From now on nothing passes, in silence: no machine tells the other that it is gone. */
    void cut() {
        within("iptables", "-A", "INPUT", "-j", "DROP").orFail();
        within("iptables", "-A", "OUTPUT", "-j", "DROP").orFail();
    }

    /** From now on nothing of the open connections passes; new ones do. */
    void abandonConnections() {
        // Java's addresses are written [::ffff:198.18.77.2]:port
        Matcher port = Pattern.compile(Pattern.quote(INSIDE) + "]?:(\\d+)\\s")
                .matcher(within("ss", "-Htn", "state", "established").orFail().output());
        int abandoned = 0;
        while (port.find()) {
            within("iptables", "-A", "OUTPUT", "-p", "tcp", "--sport", port.group(1), "-j", "DROP")
                    .orFail();
            within("iptables", "-A", "INPUT", "-p", "tcp", "--dport", port.group(1), "-j", "DROP")
                    .orFail();
            abandoned++;
        }
        assertThat(abandoned).as("open connections").isPositive();
    }

    /** Everything passes again. */
    void heal() {
        within("iptables", "-F").orFail();
    }

    /** At most so many bits a second each way, and so many of a hundred packets lost each way. */
    void slow(String rate, int percentLost) {
        String[] shape = {"root", "tbf", "rate", rate, "burst", "2000", "latency", "2s"};
        Shell.run(concat(new String[] {"tc", "qdisc", "add", "dev", outside}, shape))
                .orFail();
        within(concat(new String[] {"tc", "qdisc", "add", "dev", inside}, shape))
                .orFail();
        String share = "0.%02d".formatted(percentLost);
        for (String chain : List.of("INPUT", "OUTPUT")) {
            within("iptables", "-A", chain, "-m", "statistic", "--mode", "random", "--probability", share, "-j", "DROP")
                    .orFail();
        }
    }

    private static String[] concat(String[] first, String[] second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    /** The pair of cards goes with it, also when a process still runs in it. */
    @Override
    public void close() {
        Shell.run("ip", "link", "delete", outside);
        Shell.run("ip", "netns", "delete", name);
    }
}
