package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.general.ModifiableUserProperties;

/** The user property that tells the hub where a node is; only the broker's word counts. Stateless. */
final class RemoteAddress {

    static final String PROPERTY = "remote-address";
    private static final String UNKNOWN = "unknown";

    private RemoteAddress() {}

    static String of(ConnectionInformation connection) {
        return connection
                .getInetAddress()
                .map(address -> address.getHostAddress())
                .orElse(UNKNOWN);
    }

    /** Whatever the client put there goes. */
    static void set(ModifiableUserProperties properties, String address) {
        properties.removeName(PROPERTY);
        properties.addUserProperty(PROPERTY, address);
    }
}
