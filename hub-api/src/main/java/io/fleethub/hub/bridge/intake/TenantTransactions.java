package io.fleethub.hub.bridge.intake;

import io.fleethub.schemas.TenantId;

/** Runs work in one new transaction that sees the rows of one tenant. */
public interface TenantTransactions {

    void run(TenantId tenant, Runnable work);
}
