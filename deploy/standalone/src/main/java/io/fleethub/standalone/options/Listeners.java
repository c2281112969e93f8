package io.fleethub.standalone.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the listeners bind and which names and certificates the TLS ones show. */
public record Listeners(String plainHost, String tlsHost, List<String> tlsNames, Optional<GivenTls> given) {
    public Listeners {
        tlsNames = List.copyOf(tlsNames);
    }

    /** A certificate that the operator brought instead of ours. */
    public record GivenTls(Path certificate, Path key, Path ca) {}
}
