package io.fleethub.hub.nodes;

import io.fleethub.hub.nodes.NodeSecrets.Generated;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine of the fleet: what it is called, where it belongs, and what it proves itself with. */
@Entity
@Table(name = "node")
class Node {

    @Id
    @Column(name = "node_id")
    private String nodeId;

    @Column(name = "tenant_id")
    private UUID tenantId;

    @Column(name = "name")
    private String name;

    private @Nullable String role;
    private @Nullable String segment;
    private @Nullable String location;
    private @Nullable String serial;

    @Column(name = "tags")
    private List<String> tags;

    @Column(name = "enabled")
    private boolean enabled;

    @Column(name = "secret_sha256")
    private String secretSha256;

    @Column(name = "previous_secret_sha256")
    private @Nullable String previousSecretSha256;

    @SuppressWarnings("UnusedVariable") // the feed reads the column
    private @Nullable Instant previousValidUntil;

    @Column(name = "https_key_sealed")
    private byte[] httpsKeySealed;

    @SuppressWarnings("UnusedVariable") // signed requests read the column
    private byte @Nullable [] previousHttpsKeySealed;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Node() {}

    Node(NodeId nodeId, TenantId tenantId, Instant now, Generated generated) {
        this.nodeId = nodeId.value();
        this.tenantId = tenantId.value();
        this.name = nodeId.value();
        this.tags = List.of();
        this.enabled = true;
        this.secretSha256 = generated.secret().sha256();
        this.httpsKeySealed = generated.httpsKeySealed();
        this.createdAt = now;
        this.updatedAt = now;
    }

    NodeId nodeId() {
        return new NodeId(nodeId);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Takes over what the description says; what it leaves out stays, an empty text clears. */
    void describe(NodeDescription description, Instant now) {
        name = blankTo(nodeId, description.name() == null ? name : description.name());
        role = changed(role, description.role());
        segment = changed(segment, description.segment());
        location = changed(location, description.location());
        serial = changed(serial, description.serial());
        tags = description.tags() == null
                ? tags
                : description.tags().stream().distinct().sorted().toList();
        updatedAt = now;
    }

    void setEnabled(boolean enabled, Instant now) {
        this.enabled = enabled;
        this.updatedAt = now;
    }

    /** The secret that was good until now stays so until {@code overlapUntil}; an older one ends. */
    void changeSecret(Generated next, Instant now, Instant overlapUntil) {
        boolean overlaps = overlapUntil.isAfter(now);
        previousSecretSha256 = overlaps ? secretSha256 : null;
        previousHttpsKeySealed = overlaps ? httpsKeySealed : null;
        previousValidUntil = overlaps ? overlapUntil : null;
        secretSha256 = next.secret().sha256();
        httpsKeySealed = next.httpsKeySealed();
        updatedAt = now;
    }

    private static @Nullable String changed(@Nullable String before, @Nullable String given) {
        if (given == null) {
            return before;
        }
        return given.isBlank() ? null : given.strip();
    }

    private static String blankTo(String otherwise, String given) {
        return given.isBlank() ? otherwise : given.strip();
    }
}
