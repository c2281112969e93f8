package io.fleethub.broker.server;

import com.codahale.metrics.MetricRegistry;
import com.hivemq.HiveMQServer;
import com.hivemq.configuration.ConfigurationBootstrap;
import com.hivemq.configuration.info.SystemInformationImpl;
import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.configuration.service.entity.Listener;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.extension.sdk.api.ExtensionMain;
import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.config.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs HiveMQ CE in this process with our configuration and our extension. Uses the server class beneath {@code
 * EmbeddedHiveMQ}, since only that hands out the effective configuration before a listener opens, and since the builder
 * of the other makes authentication permissive. Used by one thread.
 */
public final class HiveMq implements AutoCloseable {

    private final HiveMQServer server;
    private final FullConfigurationService configuration;
    private final List<ListenerSettings> wanted;

    private HiveMq(HiveMQServer server, FullConfigurationService configuration, List<ListenerSettings> wanted) {
        this.server = server;
        this.configuration = configuration;
        this.wanted = wanted;
    }

    /**
     * Starts it with all listeners bound, or not at all.
     *
     * @param extension lets clients in; when it fails to start HiveMQ goes on and lets nobody in
     */
    public static HiveMq start(BrokerSettings settings, BrokerFolders folders, ExtensionMain extension)
            throws StartRefusedException {
        checkPorts(settings.listeners());
        TlsFiles tls = settings.tls();
        PemKeyStore keyStore = tls == null ? null : PemKeyStore.write(tls, folders.conf(), new SecureRandom());
        ConfigFile.write(settings.configFile(), settings.listeners(), keyStore, folders.conf());

        System.setProperty("hivemq.home", folders.home().toString());
        System.setProperty("hivemq.log.folder", folders.log().toString());
        SystemInformationImpl information = new SystemInformationImpl(
                false,
                true,
                folders.conf().toFile(),
                folders.data().toFile(),
                folders.extensions().toFile());
        information.init();
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = EffectiveSettings.IN_FLIGHT_WINDOW;
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        FullConfigurationService configuration = ConfigurationBootstrap.bootstrapConfig(information);
        EffectiveSettings.check(configuration, settings.listeners());

        HiveMQServer server = new HiveMQServer(information, new MetricRegistry(), configuration, false, true);
        HiveMq hiveMq = new HiveMq(server, configuration, settings.listeners());
        try {
            server.bootstrap();
            server.startInstance(embedded(extension));
        } catch (Exception e) {
            hiveMq.close();
            throw new StartRefusedException("HiveMQ does not start: " + e.getMessage(), e);
        }
        return hiveMq;
    }

    private static EmbeddedExtension embedded(ExtensionMain extension) {
        return EmbeddedExtension.builder()
                .withId("fleethub")
                .withName("Fleethub access")
                .withVersion("1")
                .withExtensionMain(extension)
                .build();
    }

    /** HiveMQ goes on when one of several listeners cannot be bound, so each is tried before. */
    private static void checkPorts(List<ListenerSettings> listeners) throws StartRefusedException {
        for (ListenerSettings listener : listeners) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
            } catch (IOException e) {
                throw new StartRefusedException(
                        listener.portVariable() + ": cannot listen on " + listener.host() + ':' + listener.port() + " ("
                                + e.getMessage() + ')',
                        e);
            }
        }
    }

    /** The listeners with the ports they really have. */
    public List<ListenerSettings> listeners() throws StartRefusedException {
        List<ListenerSettings> bound = new ArrayList<>();
        for (ListenerSettings listener : wanted) {
            bound.add(new ListenerSettings(listener.kind(), listener.portVariable(), listener.host(), port(listener)));
        }
        return bound;
    }

    private int port(ListenerSettings wantedListener) throws StartRefusedException {
        for (Listener listener : configuration.listenerConfiguration().getListeners()) {
            if (listener.getName().equals(wantedListener.kind().scheme()) && listener.getPort() > 0) {
                return listener.getPort();
            }
        }
        throw new StartRefusedException(wantedListener.portVariable() + ": the listener did not start");
    }

    @Override
    public void close() {
        server.stop();
    }
}
