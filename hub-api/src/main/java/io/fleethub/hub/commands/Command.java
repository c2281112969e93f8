package io.fleethub.hub.commands;

import io.fleethub.schemas.CommandId;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.TenantId;
import io.fleethub.schemas.message.OperationName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** One request of an operation to one node. Changed by {@link CommandLedger} only; of one transaction, so of one thread. */
@Entity
@Table(name = "command")
class Command {

    @Id
    UUID commandId;

    @Column(updatable = false)
    UUID tenantId;

    @Column(updatable = false)
    String nodeId;

    @Column(updatable = false)
    String operation;

    @Column(updatable = false)
    @ColumnTransformer(write = "cast(? as jsonb)")
    String parameters;

    @Column(updatable = false)
    short priority;

    /** Has a place of its own beside the node's one command in flight. */
    @Column(updatable = false)
    boolean emergency;

    @Column(updatable = false)
    Instant createdAt;

    @Column(updatable = false)
    String createdBy;

    @Column(updatable = false)
    Instant startBy;

    @Column(updatable = false)
    long runForMillis;

    @Column(updatable = false)
    int maxAttempts;

    @Column
    boolean capabilityChecked;

    @Enumerated(EnumType.STRING)
    @Column
    CommandStatus status = CommandStatus.QUEUED;

    @Column
    int attempt = 1;

    @Column
    boolean inFlight;

    @Column
    boolean everPublished;

    @Nullable Instant publishedAt;

    @Nullable String publishedStorage;

    @Column
    boolean resend;

    @Nullable Instant runDeadline;

    @Nullable @ColumnTransformer(write = "cast(? as jsonb)")
    String heldResult;

    @Nullable Instant heldUntil;

    @Nullable @ColumnTransformer(write = "cast(? as jsonb)")
    String progress;

    @Nullable String reasonCode;

    @Nullable String reasonDetail;

    @Nullable @ColumnTransformer(write = "cast(? as jsonb)")
    String result;

    @Nullable @ColumnTransformer(write = "cast(? as jsonb)")
    String lateResult;

    @Nullable Instant finishedAt;

    @Version
    int version;

    CommandId id() {
        return new CommandId(commandId);
    }

    TenantId tenant() {
        return new TenantId(tenantId);
    }

    NodeId node() {
        return new NodeId(nodeId);
    }

    Duration runFor() {
        return Duration.ofMillis(runForMillis);
    }

    boolean is(OperationName name) {
        return operation.equals(name.name());
    }

    UpdateRules.Standing standing() {
        return new UpdateRules.Standing(status, heldUntil != null, attempt, maxAttempts, startBy);
    }

    Deadlines deadlines() {
        return new Deadlines(status, everPublished, startBy, runDeadline);
    }

    DispatchRules.Flight flight(Instant now) {
        Instant published = publishedAt == null ? createdAt : publishedAt;
        return new DispatchRules.Flight(
                status, published, publishedStorage, resend, deadlines().messageLife(now));
    }
}
