/**
 * What the broker's tests share: a {@link io.fleethub.broker.testing.FakeFeed} in the hub's place, the broker in this
 * process ({@link io.fleethub.broker.testing.TestBroker}) or in its own ({@link io.fleethub.broker.testing.BrokerProcess}),
 * and a {@link io.fleethub.broker.testing.WireClient} that sends exactly the packet a test wants.
 */
@NullMarked
package io.fleethub.broker.testing;

import org.jspecify.annotations.NullMarked;
