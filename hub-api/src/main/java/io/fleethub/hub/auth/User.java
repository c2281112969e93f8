package io.fleethub.hub.auth;

import io.fleethub.hub.platform.security.Role;
import io.fleethub.schemas.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A person's account in one tenant. */
@Entity
@Table(name = "fleet_user")
class User {

    @Id
    @Column(name = "user_id")
    private UUID id;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "email")
    private String email;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "role")
    private String role;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    User(UUID id, TenantId tenantId, String email, String passwordHash, Role role, Instant createdAt) {
        this.id = id;
        this.tenantId = tenantId.value();
        this.email = normalized(email);
        this.passwordHash = passwordHash;
        this.role = role.label();
        this.createdAt = createdAt;
    }

    /** The form in which addresses are compared and kept. */
    static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    UUID id() {
        return id;
    }

    TenantId tenantId() {
        return new TenantId(tenantId);
    }

    String email() {
        return email;
    }

    String passwordHash() {
        return passwordHash;
    }

    Role role() {
        return Role.of(role);
    }

    Instant createdAt() {
        return createdAt;
    }
}
