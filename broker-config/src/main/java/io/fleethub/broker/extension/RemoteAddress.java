package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;

/** Where a connection comes from, as the hub is told. Stateless. */
final class RemoteAddress {

    private static final String UNKNOWN = "unknown";

    private RemoteAddress() {}

    static String of(ConnectionInformation connection) {
        return connection
                .getInetAddress()
                .map(address -> address.getHostAddress())
                .orElse(UNKNOWN);
    }
}
