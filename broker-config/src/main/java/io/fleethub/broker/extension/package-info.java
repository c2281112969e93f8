/**
 * The part that HiveMQ calls, and the only one that knows its extension SDK. A CONNECT passes {@link
 * io.fleethub.broker.extension.SessionRules} (clean session, remote address in the will), then {@link
 * io.fleethub.broker.extension.NodeAuthenticator}, which asks the policy and hands the broker the permissions; what the
 * node sends then passes {@link io.fleethub.broker.extension.NodeTraffic}, which slows and refuses what is beyond the
 * limits through {@link io.fleethub.broker.extension.Turnstile}, and the broker's own check of the permissions.
 * {@link io.fleethub.broker.extension.LiveSessions} ends the sessions of those whose secret is no longer good; {@link
 * io.fleethub.broker.extension.TakeOver} ends the earlier connection of a node that connects anew.
 */
@NullMarked
package io.fleethub.broker.extension;

import org.jspecify.annotations.NullMarked;
