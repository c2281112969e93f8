package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;
import io.fleethub.broker.access.ConnectPolicy;

/**
 * Gives everybody but the hub a session that ends with its connection, whatever it asks for: the database owns the
 * backlog, never the broker's queue. Writes the remote address into the will. Runs before the authenticator, so it
 * trusts nothing: who claims to be the hub and is not is refused there. Stateless.
 */
final class SessionRules implements ConnectInboundInterceptor {

    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        ModifiableConnectPacket packet = output.getConnectPacket();
        if (packet.getUserName().filter(ConnectPolicy.HUB_USER::equals).isPresent()) {
            return;
        }
        packet.setCleanStart(true);
        packet.setSessionExpiryInterval(0);
        String address = RemoteAddress.of(input.getConnectionInformation());
        packet.getModifiableWillPublish().ifPresent(will -> {
            will.setWillDelay(0);
            BrokerProperty.set(will.getUserProperties(), BrokerProperty.REMOTE_ADDRESS, address);
            BrokerProperty.remove(will.getUserProperties(), BrokerProperty.QUOTA);
        });
    }
}
