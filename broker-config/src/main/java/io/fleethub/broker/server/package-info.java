/**
 * HiveMQ CE in this process. {@link io.fleethub.broker.server.HiveMq} writes config.xml and the key store into the home
 * folder, reads back what HiveMQ made of them ({@code EffectiveSettings}) and starts it; {@link
 * io.fleethub.broker.server.SelfCheck} then proves over the network that it behaves. Touches HiveMQ's own classes, so a
 * new version of HiveMQ is tried here first.
 */
@NullMarked
package io.fleethub.broker.server;

import org.jspecify.annotations.NullMarked;
