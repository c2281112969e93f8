package io.fleethub.hub.bridge.mqtt;

import io.fleethub.hub.bridge.Publication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Puts what the hub says into MQTT messages. Stateless. */
final class Outgoing {

    private static final String JSON = "application/json";

    private Outgoing() {}

    static MqttMessage json(byte[] payload, int qos, boolean retained) {
        MqttProperties properties = new MqttProperties();
        properties.setContentType(JSON);
        return new MqttMessage(payload, qos, retained, properties);
    }

    static MqttMessage of(Publication publication) {
        MqttMessage message = json(
                publication.payload(),
                publication.channel().qos(),
                publication.channel().retained());
        MqttProperties properties = message.getProperties();
        publication.expiry().ifPresent(e -> properties.setMessageExpiryInterval(e.toSeconds()));
        publication.correlationData().ifPresent(c -> properties.setCorrelationData(c.getBytes(StandardCharsets.UTF_8)));
        publication.responseTopic().ifPresent(properties::setResponseTopic);
        List<UserProperty> user = publication.userProperties().entrySet().stream()
                .map(e -> new UserProperty(e.getKey(), e.getValue()))
                .toList();
        if (!user.isEmpty()) {
            properties.setUserProperties(user);
        }
        return message;
    }
}
