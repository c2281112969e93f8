package io.fleethub.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.testing.FakeFeed;
import io.fleethub.broker.testing.Secrets;
import io.fleethub.broker.testing.TestBroker;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HiveMQ goes on without an extension that does not start; then nobody gets in, and the self-check notices. */
class FailClosedIT {

    @TempDir
    Path home;

    @Test
    void brokerWhoseExtensionFailsLetsNobodyIn() throws Exception {
        try (FakeFeed feed = FakeFeed.started()) {
            BrokerSettings settings = BrokerSettings.from(TestBroker.environment(home, feed));
            BrokerFolders folders = new BrokerFolders(home);
            folders.create();
            try (HiveMq hiveMq = HiveMq.start(settings, folders, new Failing())) {
                InetAddress host = InetAddress.getLoopbackAddress();
                int port = hiveMq.listeners().get(0).port();

                assertThat(Probe.connect(host, port, "a", null, null).reason()).isEqualTo(0x87);
                assertThat(Probe.connect(host, port, "a", "a", Secrets.node(1)).reason())
                        .isEqualTo(0x87);
                assertThat(Probe.connect(host, port, "HUB:x:1", "HUB", Secrets.HUB)
                                .reason())
                        .isEqualTo(0x87);
                assertThrows(
                        StartRefusedException.class, () -> SelfCheck.run(hiveMq.listeners(), settings.hubSecret()));
            }
        }
    }

    private static final class Failing implements ExtensionMain {

        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            throw new IllegalStateException("does not start");
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
            throw new IllegalStateException("was never started");
        }
    }
}
