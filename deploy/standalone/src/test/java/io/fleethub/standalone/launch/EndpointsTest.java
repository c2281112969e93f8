package io.fleethub.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.standalone.options.Listeners;
import io.fleethub.standalone.options.Listeners.GivenTls;
import io.fleethub.standalone.options.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Ports PORTS = new Ports(1, 2, 3, 4, 5, 6);

    @Test
    void listenersOnAllAddressesAreReachedByLoopback() {
        Endpoints endpoints = new Endpoints(new Listeners("0.0.0.0", "::", List.of(), Optional.empty()), PORTS);

        assertThat(endpoints.hub()).hasToString("http://127.0.0.1:1");
        assertThat(endpoints.hubOverTls()).hasToString("https://[::1]:2");
        assertThat(endpoints.mqtt()).hasToString("mqtt://127.0.0.1:3");
        assertThat(endpoints.mqtts()).hasToString("mqtts://[::1]:4");
        assertThat(endpoints.wss()).hasToString("wss://[::1]:5/mqtt");
    }

    @Test
    void aBroughtCertificateIsMetByItsFirstName() {
        GivenTls given = new GivenTls(Path.of("c"), Path.of("k"), Path.of("a"));
        Endpoints endpoints = new Endpoints(
                new Listeners("127.0.0.1", "0.0.0.0", List.of("fleet.example", "other.example"), Optional.of(given)),
                PORTS);

        assertThat(endpoints.mqtts()).hasToString("mqtts://fleet.example:4");
        assertThat(endpoints.mqtt()).hasToString("mqtt://127.0.0.1:3");
    }
}
