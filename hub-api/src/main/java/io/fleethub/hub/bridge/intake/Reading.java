package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.Inbound;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.ReasonCode;
import org.jspecify.annotations.Nullable;

/** What came out of reading one received message. */
sealed interface Reading {

    /** A message of a known node. */
    record Understood(Inbound<Message> inbound) implements Reading {}

    /** The hub's own probe. */
    record Probe(String instance, long number) implements Reading {}

    /** A message that can never be handled. */
    record Poison(@Nullable TenantId tenantId, ReasonCode reason, String detail) implements Reading {}
}
