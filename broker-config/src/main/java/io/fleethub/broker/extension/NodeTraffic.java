package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.ModifiableUserProperties;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.packets.subscribe.Subscription;
import io.fleethub.broker.access.Grant;
import io.fleethub.broker.access.Grant.Act;
import io.fleethub.broker.access.Identity;
import io.fleethub.broker.access.TopicGrants;
import io.fleethub.broker.limits.TrafficLimits;
import io.fleethub.broker.limits.Verdict;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees all that one connection of a node sends: holds it to the limits of its node and tenant, sets the broker's own word
 * on its status messages, and writes down what the broker is about to refuse by the permissions given at authentication.
 * Immutable; called on the broker's extension threads.
 */
final class NodeTraffic implements PublishInboundInterceptor, SubscribeInboundInterceptor {

    private final NodeId node;
    private final @Nullable String tenant;
    private final String statusTopic;
    private final String address;
    /** Of such a client the broker takes no more at a time than its receive maximum. */
    private final boolean mqtt5;

    private final Set<String> publishes = new HashSet<>();
    private final Set<String> subscribes = new HashSet<>();
    private final Turnstile turnstile;
    private final RefusalLog refusals;

    NodeTraffic(
            NodeId node,
            @Nullable String tenant,
            ConnectionInformation connection,
            Turnstile turnstile,
            RefusalLog refusals) {
        this.node = node;
        this.tenant = tenant;
        this.statusTopic = Topics.of(node, Channel.STATUS);
        this.address = RemoteAddress.of(connection);
        this.mqtt5 = connection.getMqttVersion() == MqttVersion.V_5;
        this.turnstile = turnstile;
        this.refusals = refusals;
        for (Grant grant : TopicGrants.of(new Identity.Node(node))) {
            (grant.act() == Act.PUBLISH ? publishes : subscribes).add(grant.filter());
        }
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        String topic = packet.getTopic();
        if (!publishes.contains(topic)) {
            refusals.publish(node, "TOPIC_NOT_GRANTED");
        }
        if (packet.getRetain()) {
            refusals.publish(node, "RETAIN_NOT_GRANTED");
        }
        if (!node.isReserved()) {
            limit(packet, output);
        }
        if (topic.equals(statusTopic)) {
            tellTheHub(output.getPublishPacket().getUserProperties());
        }
    }

    private void limit(PublishPacket packet, PublishInboundOutput output) {
        TrafficLimits limits = turnstile.limits();
        long bytes = packet.getPayload().map(ByteBuffer::remaining).orElse(0)
                + packet.getTopic().length();
        boolean flowControlled = mqtt5 && packet.getQos() != Qos.AT_MOST_ONCE;
        Verdict verdict = packet.getTopic().equals(statusTopic)
                ? limits.publishStatus(node, tenant, bytes, flowControlled)
                : limits.publish(node, tenant, bytes, flowControlled);
        if (verdict instanceof Verdict.Refuse) {
            refusals.publish(node, "QUOTA_EXCEEDED");
            output.preventPublishDelivery(AckReasonCode.QUOTA_EXCEEDED);
        } else if (verdict instanceof Verdict.Delay delay) {
            turnstile.hold(output, bytes, delay);
        }
    }

    private void tellTheHub(ModifiableUserProperties properties) {
        BrokerProperty.set(properties, BrokerProperty.REMOTE_ADDRESS, address);
        int exceeded = turnstile.limits().exceededLastMinute(node);
        if (exceeded > 0) {
            BrokerProperty.set(properties, BrokerProperty.QUOTA, Integer.toString(exceeded));
        } else {
            BrokerProperty.remove(properties, BrokerProperty.QUOTA);
        }
    }

    @Override
    public void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
        for (Subscription subscription : input.getSubscribePacket().getSubscriptions()) {
            if (!subscribes.contains(subscription.getTopicFilter())) {
                refusals.subscription(node);
            }
        }
    }
}
