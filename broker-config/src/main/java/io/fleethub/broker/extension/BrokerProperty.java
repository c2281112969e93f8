package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.packets.general.ModifiableUserProperties;

/** A user property of a status message in which only the broker's word counts. Stateless. */
final class BrokerProperty {

    /** Where the node is. */
    static final String REMOTE_ADDRESS = "remote-address";

    /** How many messages and connections of the node were slowed or refused in the last minute; absent when none was. */
    static final String QUOTA = "quota";

    private BrokerProperty() {}

    /** Whatever the client put there goes. */
    static void set(ModifiableUserProperties properties, String name, String value) {
        properties.removeName(name);
        properties.addUserProperty(name, value);
    }

    /** What the client put there goes, and nothing takes its place. */
    static void remove(ModifiableUserProperties properties, String name) {
        properties.removeName(name);
    }
}
