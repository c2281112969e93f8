/**
 * PostgreSQL for a machine that has none. {@link io.fleethub.standalone.postgres.PostgresSoftware} unpacks the
 * archive that came with the launcher, {@link io.fleethub.standalone.postgres.PostgresCluster} makes the database files
 * once (scram-sha-256 only, loopback only, no moment of trust) and says how the server is run, {@link
 * io.fleethub.standalone.postgres.RunAs} as whom, since PostgreSQL refuses root. {@link
 * io.fleethub.standalone.postgres.Roles} makes the roles, or checks them in a database that the operator brought.
 */
@NullMarked
package io.fleethub.standalone.postgres;

import org.jspecify.annotations.NullMarked;
