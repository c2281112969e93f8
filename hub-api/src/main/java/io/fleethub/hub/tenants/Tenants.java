package io.fleethub.hub.tenants;

import io.fleethub.schemas.TenantId;
import java.util.UUID;

/** The tenants that the platform itself relies on. */
public final class Tenants {

    /** Made by the first migration; owns what is registered until there are others. */
    public static final TenantId DEFAULT = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private Tenants() {}
}
