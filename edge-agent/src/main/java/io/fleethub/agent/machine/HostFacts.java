package io.fleethub.agent.machine;

import io.fleethub.schemas.message.StatusReport.OperatingSystem;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The machine's system, name and addresses as they are now. Stateless. */
public final class HostFacts {

    private static final int ADDRESSES_AT_MOST = 16;

    private final Path root;

    /** @param root the root of the file system; a test's folder in tests */
    public HostFacts(Path root) {
        this.root = root;
    }

    public OperatingSystem os() {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve("etc/os-release"))) {
            release.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            release.clear(); // not a system that says its name; the kernel's still does
        }
        return new OperatingSystem(
                unquoted(release.getProperty("ID", System.getProperty("os.name"))),
                unquoted(release.getProperty("VERSION_ID")),
                System.getProperty("os.arch"),
                System.getProperty("os.version"));
    }

    private static @Nullable String unquoted(@Nullable String value) {
        return value == null ? null : value.replace("\"", "").replace("'", "");
    }

    public @Nullable String hostname() {
        try {
            String name =
                    Files.readString(root.resolve("proc/sys/kernel/hostname")).strip();
            return name.isEmpty() ? null : name;
        } catch (IOException e) {
            return null;
        }
    }

    /** Addresses under which others may reach this machine. */
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface device : NetworkInterface.networkInterfaces().collect(Collectors.toList())) {
                if (device.isUp() && !device.isLoopback()) {
                    device.inetAddresses()
                            .filter(HostFacts::reachable)
                            .forEach(address -> addresses.add(text(address)));
                }
            }
        } catch (SocketException e) {
            return List.of();
        }
        return addresses.stream().distinct().sorted().limit(ADDRESSES_AT_MOST).toList();
    }

    private static boolean reachable(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone > 0 ? text.substring(0, zone) : text;
    }
}
