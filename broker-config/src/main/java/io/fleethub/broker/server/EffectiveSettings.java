package io.fleethub.broker.server;

import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.configuration.service.MqttConfigurationService;
import com.hivemq.configuration.service.MqttConfigurationService.QueuedMessagesStrategy;
import com.hivemq.configuration.service.PersistenceConfigurationService.PersistenceMode;
import com.hivemq.configuration.service.entity.Listener;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what HiveMQ made of its configuration with what the fleet needs. Necessary, since HiveMQ ignores elements it
 * does not know and replaces a file it cannot read by defaults that lose acknowledged messages. Confined to one thread.
 */
final class EffectiveSettings {

    static final long QUEUE_LIMIT = 5_000_000;
    static final long SESSION_EXPIRY_LIMIT = 0xFFFF_FFFFL;
    static final int RECEIVE_MAXIMUM = 10;
    static final int PACKET_SIZE = 1 << 20;
    static final int IN_FLIGHT_WINDOW = 1_000;

    private final List<String> differences = new ArrayList<>();

    private EffectiveSettings() {}

    /** @throws StartRefusedException naming every setting that is not as it must be */
    static void check(FullConfigurationService effective, List<ListenerSettings> listeners)
            throws StartRefusedException {
        EffectiveSettings settings = new EffectiveSettings();
        settings.compareMqtt(effective.mqttConfiguration());
        settings.compareListeners(listeners, effective.listenerConfiguration().getListeners());
        settings.expect(
                "persistence mode",
                PersistenceMode.FILE,
                effective.persistenceConfigurationService().getMode());
        settings.expect(
                "anonymous-usage-statistics",
                false,
                effective.usageStatisticsConfiguration().isEnabled());
        settings.expect(
                "allow-empty-client-id",
                false,
                effective.securityConfiguration().allowServerAssignedClientId());
        settings.expect(
                "utf8-validation", true, effective.securityConfiguration().validateUTF8());
        settings.expect("in-flight window", IN_FLIGHT_WINDOW, InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES);
        settings.expect(
                "deny unauthenticated", true, InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.get());
        if (!settings.differences.isEmpty()) {
            throw new StartRefusedException("the broker's effective settings are not what the fleet needs (config.xml"
                    + " unreadable, or an element missing or misspelled): " + String.join("; ", settings.differences));
        }
    }

    private void compareMqtt(MqttConfigurationService mqtt) {
        expect("max-queue-size", QUEUE_LIMIT, mqtt.maxQueuedMessages());
        expect("queue strategy", QueuedMessagesStrategy.DISCARD, mqtt.getQueuedMessagesStrategy());
        expect("session-expiry max-interval", SESSION_EXPIRY_LIMIT, mqtt.maxSessionExpiryInterval());
        expect("server-receive-maximum", RECEIVE_MAXIMUM, mqtt.serverReceiveMaximum());
        expect("max-packet-size", PACKET_SIZE, mqtt.maxPacketSize());
        expect("topic-alias", false, mqtt.topicAliasEnabled());
        expect("retained-messages", true, mqtt.retainedMessagesEnabled());
        expect("shared-subscriptions", true, mqtt.sharedSubscriptionsEnabled());
        expect("wildcard-subscriptions", true, mqtt.wildcardSubscriptionsEnabled());
    }

    private void compareListeners(List<ListenerSettings> wanted, List<Listener> effective) {
        expect(
                "listeners",
                describe(wanted),
                effective.stream().map(EffectiveSettings::describe).sorted().toList());
    }

    private static List<String> describe(List<ListenerSettings> wanted) {
        return wanted.stream()
                .map(listener -> listener.kind().scheme() + ' ' + listener.host() + ':' + listener.port())
                .sorted()
                .toList();
    }

    private static String describe(Listener listener) {
        return listener.getName() + ' ' + listener.getBindAddress() + ':' + listener.getPort();
    }

    private void expect(String setting, Object wanted, Object effective) {
        if (!wanted.equals(effective)) {
            differences.add(setting + " is " + effective + ", must be " + wanted);
        }
    }
}
