package io.fleethub.broker;

import io.fleethub.broker.access.HubSecret;
import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.credentials.CredentialFeed;
import io.fleethub.broker.credentials.CredentialStore;
import io.fleethub.broker.extension.Admission;
import io.fleethub.broker.extension.FleetExtension;
import io.fleethub.broker.server.BrokerFolders;
import io.fleethub.broker.server.HiveMq;
import io.fleethub.broker.server.SelfCheck;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The one place where the broker is put together: started in order, closed in reverse. Used by one thread. */
public final class Broker implements AutoCloseable {

    private final HiveMq hiveMq;
    private final CredentialFeed feed;
    private final List<ListenerSettings> listeners;

    private Broker(HiveMq hiveMq, CredentialFeed feed, List<ListenerSettings> listeners) {
        this.hiveMq = hiveMq;
        this.feed = feed;
        this.listeners = listeners;
    }

    /** Returns once clients are served; serves nobody when it throws. */
    public static Broker start(BrokerSettings settings, InstantSource clock) throws StartRefusedException {
        BrokerFolders folders = new BrokerFolders(settings.home());
        folders.create();
        CredentialStore credentials = new CredentialStore(folders.credentials());
        credentials.load();
        Admission admission = new Admission();
        FleetExtension extension = new FleetExtension(
                new HubSecret(settings.hubSecret()),
                credentials,
                admission,
                settings.limits(),
                settings.sessionCheck(),
                clock);
        CredentialFeed feed =
                new CredentialFeed(settings.feed(), credentials, extension::endSessions, new SecureRandom());
        HiveMq hiveMq = HiveMq.start(settings, folders, extension);
        try {
            if (!extension.started()) {
                throw new StartRefusedException("the access extension did not start");
            }
            List<ListenerSettings> listeners = hiveMq.listeners();
            SelfCheck.run(listeners, settings.hubSecret());
            admission.open();
            feed.start();
            return new Broker(hiveMq, feed, listeners);
        } catch (StartRefusedException | RuntimeException e) {
            hiveMq.close();
            throw e;
        }
    }

    /** With the ports they really have. */
    public List<ListenerSettings> listeners() {
        return listeners;
    }

    @Override
    public void close() {
        feed.close();
        hiveMq.close();
    }
}
