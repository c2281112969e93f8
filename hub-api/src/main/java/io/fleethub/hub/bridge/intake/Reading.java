package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.topic.Channel;
import org.jspecify.annotations.Nullable;

/** What came out of reading one received message. */
sealed interface Reading {

    /** A message of a known node. */
    record Understood(Inbound<Message> inbound) implements Reading {}

    /** A probe of this hub or another one. */
    record Probe(Channel channel, long number) implements Reading {}

    /** A message that can never be handled. */
    record Poison(@Nullable TenantId tenantId, ReasonCode reason, String detail) implements Reading {}
}
