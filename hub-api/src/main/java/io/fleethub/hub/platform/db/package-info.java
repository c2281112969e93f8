/**
 * The way into the database.
 *
 * <p>The default data source logs in as {@code fleet_hub}, which row-level security binds. {@link
 * io.fleethub.hub.platform.db.ScopedTransactions} is the only door: it begins a transaction and tells the database whose rows
 * it is about ({@link io.fleethub.hub.platform.db.Scope}), by a transaction-local setting that the policies read, or by
 * entering the role {@code fleet_worker}. Both are gone with the transaction. A statement without a scope is refused by the
 * database itself (SQLState 42501): an empty answer could be taken for the truth.
 *
 * <p>The data source {@code ingest} logs in as {@code fleet_ingest}, takes no part in these transactions and knows no
 * entities: plain JDBC for telemetry, log chunks, quarantine and the node directory.
 *
 * <p>{@link io.fleethub.hub.platform.db.ChangeNotices} carries hints between hubs. They shorten a wait and are never the only
 * way by which work is found.
 */
@NullMarked
package io.fleethub.hub.platform.db;

import org.jspecify.annotations.NullMarked;
