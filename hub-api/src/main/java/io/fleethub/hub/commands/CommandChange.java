package io.fleethub.hub.commands;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One line of a command's history; written once. {@code from} = {@code to} is a note that moved nothing. */
@Entity
@Immutable
@Table(name = "command_change")
class CommandChange {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long changeId;

    @Column
    UUID tenantId;

    @Column
    UUID commandId;

    @Column
    Instant at;

    @Column
    int attempt;

    @Nullable @Enumerated(EnumType.STRING)
    CommandStatus fromStatus;

    @Enumerated(EnumType.STRING)
    @Column
    CommandStatus toStatus;

    @Column
    String actor;

    /** The status in the node's own words, when this is its answer. */
    @Nullable String answered;

    @Nullable String reasonCode;

    @Nullable String reasonDetail;
}
