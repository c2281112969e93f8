package io.fleethub.broker.extension;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.PermissionType;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;
import io.fleethub.broker.access.Grant;
import java.util.List;

/** Says our grants in the broker's words. Stateless. */
final class Permissions {

    private Permissions() {}

    static List<TopicPermission> of(List<Grant> grants) {
        return grants.stream().map(Permissions::of).toList();
    }

    private static TopicPermission of(Grant grant) {
        TopicPermissionBuilder builder =
                Builders.topicPermission().topicFilter(grant.filter()).type(PermissionType.ALLOW);
        return switch (grant.act()) {
            case PUBLISH ->
                builder.activity(MqttActivity.PUBLISH)
                        .retain(Retain.NOT_RETAINED)
                        .build();
            case PUBLISH_RETAINED_TOO ->
                builder.activity(MqttActivity.PUBLISH).retain(Retain.ALL).build();
            case SUBSCRIBE ->
                builder.activity(MqttActivity.SUBSCRIBE)
                        .sharedSubscription(SharedSubscription.NOT_SHARED)
                        .build();
            case SUBSCRIBE_SHARED ->
                builder.activity(MqttActivity.SUBSCRIBE)
                        .sharedSubscription(SharedSubscription.SHARED)
                        .build();
        };
    }
}
