/**
 * Who acts, and the keys of the platform.
 *
 * <p>{@link io.fleethub.hub.platform.security.CurrentActor} turns the request's verified token into an {@link
 * io.fleethub.hub.platform.security.Actor}, which carries the scope of its tenant. Private keys live in the database, sealed
 * under the {@link io.fleethub.hub.platform.security.MasterKey}, so that all hubs sign alike; {@link
 * io.fleethub.hub.platform.security.SigningKeys} makes them at the first start.
 */
@NullMarked
package io.fleethub.hub.platform.security;

import org.jspecify.annotations.NullMarked;
