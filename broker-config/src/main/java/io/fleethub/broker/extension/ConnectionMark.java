package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import java.util.Optional;

/** A name for one connection, kept with it, since a client id outlives its connections. Stateless. */
final class ConnectionMark {

    private static final String KEY = "fleet.connection";

    private ConnectionMark() {}

    static void put(ConnectionInformation connection, String mark) {
        connection.getConnectionAttributeStore().putAsString(KEY, mark);
    }

    static Optional<String> of(ConnectionInformation connection) {
        return connection.getConnectionAttributeStore().getAsString(KEY);
    }
}
