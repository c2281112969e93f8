package io.fleethub.agent.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.fleethub.agent.config.LocalConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps foreign web pages out. A browser beside the node would let them in otherwise: by a name of theirs that suddenly
 * points here, by a form or an image that they send here. Stateless.
 */
final class RequestGuard {

    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final LocalConfig config;

    RequestGuard(LocalConfig config) {
        this.config = config;
    }

    /** Why it is not let in; empty when it is. */
    Optional<Reply> refusal(HttpExchange exchange) {
        return refusal(exchange.getRequestHeaders(), exchange.getRequestURI().getPath());
    }

    Optional<Reply> refusal(Headers headers, String path) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !known(hosts.get(0))) {
            return Optional.of(Reply.refused(
                    421,
                    "This node is not called so. Names beside localhost and plain addresses are listed in its"
                            + " configuration under local/hosts."));
        }
        String origin = headers.getFirst("Origin");
        boolean foreignOrigin = origin != null
                && !origin.toLowerCase(Locale.ROOT)
                        .equals("http://" + hosts.get(0).toLowerCase(Locale.ROOT));
        String site = headers.getFirst("Sec-Fetch-Site");
        // following a link to the page itself is fine wherever it stands
        boolean embedded = site != null && OTHER_SITES.contains(site) && !path.equals("/");
        return foreignOrigin || embedded
                ? Optional.of(Reply.refused(403, "Pages of other sites are not let in."))
                : Optional.empty();
    }

    private boolean known(String host) {
        String name;
        if (host.startsWith("[")) {
            name = host.substring(1, Math.max(1, host.indexOf(']')));
        } else {
            int colon = host.indexOf(':');
            name = colon < 0 ? host : host.substring(0, colon);
        }
        // a foreign page has a name; where an address stands, the browser was really sent to that address
        return LocalConfig.literal(name).isPresent() || config.knowsHost(name);
    }

    /** Whether the request comes from this very machine. */
    static boolean fromHere(HttpExchange exchange) {
        InetAddress peer = exchange.getRemoteAddress().getAddress();
        return peer.isLoopbackAddress()
                || peer.equals(exchange.getLocalAddress().getAddress());
    }
}
