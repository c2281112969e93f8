/**
 * The competitors, each a process of its own that takes the same messages from the same kind of broker as the hub does:
 * a consumer that only acknowledges, one that writes as ThingsBoard does, and Apache Camel. {@link
 * io.fleethub.bench.peer.ConsumerProcess} starts and asks them.
 */
@NullMarked
package io.fleethub.bench.peer;

import org.jspecify.annotations.NullMarked;
