package io.fleethub.hub.auth;

import io.fleethub.hub.platform.security.Role;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.fleethub.schemas.TenantId;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Access tokens for tests, of users that need not exist, in the default tenant or in a second, foreign one. */
public final class TestTokens {

    /** A tenant that owns nothing of what the default one has. */
    public static final TenantId FOREIGN = new TenantId(UUID.fromString("00000000-0000-0000-0000-0000000000f0"));

    private TestTokens() {}

    public static String admin() {
        return of(Role.ADMIN, Tenants.DEFAULT);
    }

    public static String operator() {
        return of(Role.OPERATOR, Tenants.DEFAULT);
    }

    public static String viewer() {
        return of(Role.VIEWER, Tenants.DEFAULT);
    }

    /** An administrator of {@link #FOREIGN}, which is made when it is missing. */
    public static String foreignAdmin() {
        String url = ConfigProvider.getConfig().getValue("fleet.database.url", String.class);
        try (Connection connection = TestDatabase.connect(url, "fleet_owner");
                PreparedStatement insert = connection.prepareStatement(
                        "insert into tenant (tenant_id, name) values (?, 'foreign') on conflict do nothing")) {
            insert.setObject(1, FOREIGN.value());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return of(Role.ADMIN, FOREIGN);
    }

    public static String of(Role role, TenantId tenantId) {
        return Arc.container()
                .instance(AccessTokens.class)
                .get()
                .issue(UUID.randomUUID(), role.label() + "@example.org", role, tenantId, Optional.empty());
    }
}
