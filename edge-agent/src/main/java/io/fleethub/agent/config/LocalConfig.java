package io.fleethub.agent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The port on which the node shows itself to people and programs beside it. Off unless a port is given.
 *
 * @param port null = off, 0 = any free one
 * @param address the address to listen on
 * @param allowRemote whether that may be one that other machines reach
 * @param hosts names by which a browser may call this node, beside localhost and plain addresses
 * @param viewers pages that are kept live at the same time
 */
public record LocalConfig(
        @Nullable Integer port, String address, boolean allowRemote, List<String> hosts, int viewers) {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    static final LocalConfig OFF = new LocalConfig(null, "127.0.0.1", false, List.of(), 4);

    public LocalConfig {
        ConfigException.refuseUnless(
                port == null || (port >= 0 && port <= 0xFFFF), "/local/port", "must be from 0 to 65535");
        boolean loopback = literal(address)
                .orElseThrow(() -> new ConfigException("/local/address", "must be an IP address"))
                .isLoopbackAddress();
        ConfigException.refuseUnless(
                loopback || allowRemote,
                "/local/address",
                "can be reached by other machines, who may then read all that the page says: set allowRemote to true"
                        + " if that is meant");
        hosts = List.copyOf(hosts);
        for (int i = 0; i < hosts.size(); i++) {
            ConfigException.refuseUnless(
                    NAME.matcher(hosts.get(i)).matches(), "/local/hosts/" + i, "must be a host name without a port");
        }
        ConfigException.refuseUnless(viewers >= 1 && viewers <= 32, "/local/viewers", "must be from 1 to 32");
    }

    /** Only what is written as an address: asking a name server at start could take long, and be wrong. */
    public static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether a browser may call this node so. */
    public boolean knowsHost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || hosts.stream().anyMatch(host -> host.toLowerCase(Locale.ROOT).equals(lower));
    }
}
