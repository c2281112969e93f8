/**
 * Organisations, each of which owns nodes and users.
 *
 * <p>For now there is one, {@code default}, made by the first migration; every row of the database names its tenant already.
 */
@NullMarked
package io.fleethub.hub.tenants;

import org.jspecify.annotations.NullMarked;
