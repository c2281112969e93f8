package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.packets.subscribe.Subscription;
import io.fleethub.broker.access.Grant;
import io.fleethub.broker.access.Grant.Act;
import io.fleethub.broker.access.Identity;
import io.fleethub.broker.access.TopicGrants;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.util.HashSet;
import java.util.Set;

/**
 * Sees all that one connection of a node sends: sets the remote address on its status messages, and writes down what the
 * broker is about to refuse by the permissions given at authentication. Limits for each node have their place here.
 * Immutable.
 */
final class NodeTraffic implements PublishInboundInterceptor, SubscribeInboundInterceptor {

    private final NodeId node;
    private final String statusTopic;
    private final String address;
    private final Set<String> publishes = new HashSet<>();
    private final Set<String> subscribes = new HashSet<>();
    private final RefusalLog refusals;

    NodeTraffic(NodeId node, ConnectionInformation connection, RefusalLog refusals) {
        this.node = node;
        this.statusTopic = Topics.of(node, Channel.STATUS);
        this.address = RemoteAddress.of(connection);
        this.refusals = refusals;
        for (Grant grant : TopicGrants.of(new Identity.Node(node))) {
            (grant.act() == Act.PUBLISH ? publishes : subscribes).add(grant.filter());
        }
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        String topic = packet.getTopic();
        if (topic.equals(statusTopic)) {
            RemoteAddress.set(output.getPublishPacket().getUserProperties(), address);
        } else if (!publishes.contains(topic)) {
            refusals.publish(node, "TOPIC_NOT_GRANTED");
        }
        if (packet.getRetain()) {
            refusals.publish(node, "RETAIN_NOT_GRANTED");
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
