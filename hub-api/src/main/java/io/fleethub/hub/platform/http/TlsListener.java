package io.fleethub.hub.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets HTTPS listen on another address than plain HTTP ({@code fleet.http.tls-host}): the plain listener stays on
 * loopback while the fleet comes in over TLS. Quarkus has one {@code quarkus.http.host} for both. Asked once, at start.
 */
@ApplicationScoped
class TlsListener implements HttpServerOptionsCustomizer {
    private final Optional<String> host;

    TlsListener(@ConfigProperty(name = "fleet.http.tls-host") Optional<String> host) {
        this.host = host;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        host.ifPresent(options::setHost);
    }
}
