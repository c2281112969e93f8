/**
 * Tells readers what happens while it happens, as server-sent events; above all features, called by none.
 *
 * <p><b>In.</b> {@code LiveAnnouncer} hears the features' events inside their transactions and announces them by NOTIFY with the commit,
 * so that every hub hears of them, this one too, in one way only. Committed telemetry is gathered for a second first, and only for
 * tenants that some hub has a reader of ({@code LiveInterest}): ingest never pays for a page that nobody looks at.
 *
 * <p><b>Out.</b> {@code LiveFeed} gives each event a place in a bounded history and hands it to the clients that may see it. Each
 * {@code LiveClient} has a bounded queue: whoever is too slow, comes back too late, or was connected while notices may have been
 * missed, gets {@code reload} instead, and asks REST for the present state. Ids mean something to the hub that gave them only.
 * A stream ends with its token, with the sign-in that the token came from, or with the hub.
 */
@NullMarked
package io.fleethub.hub.live;

import org.jspecify.annotations.NullMarked;
