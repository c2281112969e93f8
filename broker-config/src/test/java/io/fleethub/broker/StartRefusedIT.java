package io.fleethub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.testing.BrokerProcess;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.TestBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker does not serve with settings that it was not meant to have; HiveMQ by itself would. */
class StartRefusedIT {

    @TempDir
    Path home;

    private FakeFeed feed;
    private Map<String, String> environment;

    @BeforeEach
    void startTheFeed() throws Exception {
        feed = FakeFeed.started();
        environment = TestBroker.environment(home, feed);
    }

    @AfterEach
    void stopTheFeed() {
        feed.close();
    }

    private String refusal() {
        return assertThrows(
                        StartRefusedException.class,
                        () -> Broker.start(BrokerSettings.from(environment), InstantSource.system()))
                .getMessage();
    }

    private void useConfig(String text) throws Exception {
        Path file = Files.writeString(home.resolve("own.xml"), text);
        environment.put("FLEET_BROKER_CONFIG_FILE", file.toString());
    }

    @Test
    void unreadableConfigEndsTheProcessWithOneLine() throws Exception {
        useConfig("<hivemq><listeners>@LISTENERS@</listeners><mqtt>");

        try (BrokerProcess broker = BrokerProcess.start(environment)) {
            assertThat(broker.awaitExit()).isEqualTo(1);
            assertThat(broker.lines())
                    .filteredOn(line -> line.startsWith("BROKER "))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("BROKER REFUSES TO SERVE: ")
                    .contains("max-queue-size is 1000, must be 5000000")
                    .contains("topic-alias is true, must be false");
        }
    }

    @Test
    void unreadableConfigIsDetected() throws Exception {
        useConfig("no XML at all @LISTENERS@");

        assertThat(refusal())
                .contains("max-queue-size is 1000, must be 5000000")
                .contains("topic-alias is true, must be false");
    }

    @ParameterizedTest
    @CsvSource({
        "max-queue-size, max-queued-messages, max-queue-size is 1000",
        "<mode>file, <mode>in-memory, persistence mode is IN_MEMORY",
        "maximum>10<, maximum>20<, server-receive-maximum is 20",
        "size>1048576<, size>2097152<, max-packet-size is 2097152",
        "<strategy>discard<, <strategy>discard-oldest<, queue strategy is DISCARD_OLDEST",
        "<max-interval>4294967295<, <max-interval>60<, session-expiry max-interval is 60",
        "allow-empty-client-id, allow-no-client-id, allow-empty-client-id is true"
    })
    void settingThatIsMisspelledOrOtherIsNamed(String from, String to, String difference) throws Exception {
        String packaged = Files.readString(Path.of("src/hivemq/conf/config.xml"));
        useConfig(packaged.replace(from, to));

        assertThat(refusal()).contains(difference);
    }

    @Test
    void listenerThatNobodyAskedForIsDetected() throws Exception {
        String packaged = Files.readString(Path.of("src/hivemq/conf/config.xml"));
        useConfig(packaged.replace(
                "@LISTENERS@",
                "@LISTENERS@<tcp-listener><port>0</port><bind-address>0.0.0.0</bind-address></tcp-listener>"));

        assertThat(refusal()).contains("listeners is").contains("0.0.0.0");
    }

    @Test
    void portInUseIsOneLineThatNamesTheVariable() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("FLEET_BROKER_WS_PORT", Integer.toString(taken.getLocalPort()));

            assertThat(refusal()).contains("FLEET_BROKER_WS_PORT: cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void secondBrokerOnTheSameHomeIsRefused() throws Exception {
        environment.put("FLEET_BROKER_HOME", TestBroker.shared().home().toString());

        assertThat(refusal()).contains("Is another HiveMQ instance running?");
    }
}
