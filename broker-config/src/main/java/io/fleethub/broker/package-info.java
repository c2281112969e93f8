/**
 * The broker's process: HiveMQ CE with our access rules, in a process and on a class path of its own. {@link
 * io.fleethub.broker.BrokerMain} reads the environment ({@code config}), {@link io.fleethub.broker.Broker} puts the parts
 * together: the credentials kept from the last run, the extension, HiveMQ with its effective settings read back, the
 * self-check over the network, and last the feed. Only then is anybody admitted; any failure before is one line and exit
 * code 1.
 *
 * <p>A CONNECT goes {@code extension.SessionRules} → {@code extension.NodeAuthenticator} → {@code access.ConnectPolicy}
 * (which reads the snapshot of {@code credentials}) → {@code access.TopicGrants} → HiveMQ's own permission check of every
 * publish and subscription. The hub's feed changes the snapshot, and {@code extension.LiveSessions} ends the sessions
 * that it no longer allows. Order of the packages: {@code config files} ← {@code credentials} ← {@code access limits} ←
 * {@code extension} ← {@code server} ← this one.
 */
@NullMarked
package io.fleethub.broker;

import org.jspecify.annotations.NullMarked;
