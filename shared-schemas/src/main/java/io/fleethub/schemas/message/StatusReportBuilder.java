package io.fleethub.schemas.message;

import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.StatusReport.ConfigState;
import io.fleethub.schemas.message.StatusReport.ErrorSummary;
import io.fleethub.schemas.message.StatusReport.OperatingSystem;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.StatusReport.Release;
import io.fleethub.schemas.message.StatusReport.ServiceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a status report by field name, since most are optional. Confined to the thread that builds. */
public final class StatusReportBuilder {

    private final StatusEvent event;
    private @Nullable String storageId;
    private @Nullable Long session;
    private @Nullable Long n;
    private @Nullable Instant sentAt;
    private @Nullable String bootId;
    private @Nullable Long uptimeMs;
    private @Nullable Boolean clockSynced;
    private @Nullable String agentVersion;
    private @Nullable List<Release> releases;
    private @Nullable Duration heartbeatInterval;
    private @Nullable OperatingSystem os;
    private @Nullable String hostname;
    private @Nullable List<String> addresses;
    private @Nullable List<Capability> capabilities;
    private @Nullable List<ConfigState> config;
    private @Nullable List<ServiceReport> services;
    private @Nullable OutboxState outbox;
    private @Nullable List<String> trustedKids;
    private @Nullable ErrorSummary errors;
    private @Nullable Reason reason;

    StatusReportBuilder(StatusEvent event) {
        this.event = event;
    }

    /** The place of the report in the order of all; {@code n} null in a DEATH. */
    public StatusReportBuilder order(String storageId, long session, @Nullable Long n) {
        this.storageId = storageId;
        this.session = session;
        this.n = n;
        return this;
    }

    public StatusReportBuilder sentAt(@Nullable Instant value) {
        this.sentAt = value;
        return this;
    }

    public StatusReportBuilder boot(@Nullable String bootId, @Nullable Long uptimeMs, @Nullable Boolean clockSynced) {
        this.bootId = bootId;
        this.uptimeMs = uptimeMs;
        this.clockSynced = clockSynced;
        return this;
    }

    public StatusReportBuilder agentVersion(@Nullable String value) {
        this.agentVersion = value;
        return this;
    }

    public StatusReportBuilder releases(@Nullable List<Release> value) {
        this.releases = value;
        return this;
    }

    public StatusReportBuilder heartbeatInterval(@Nullable Duration value) {
        this.heartbeatInterval = value;
        return this;
    }

    public StatusReportBuilder os(@Nullable OperatingSystem value) {
        this.os = value;
        return this;
    }

    public StatusReportBuilder hostname(@Nullable String value) {
        this.hostname = value;
        return this;
    }

    public StatusReportBuilder addresses(@Nullable List<String> value) {
        this.addresses = value;
        return this;
    }

    public StatusReportBuilder capabilities(@Nullable List<Capability> value) {
        this.capabilities = value;
        return this;
    }

    public StatusReportBuilder config(@Nullable List<ConfigState> value) {
        this.config = value;
        return this;
    }

    public StatusReportBuilder services(@Nullable List<ServiceReport> value) {
        this.services = value;
        return this;
    }

    public StatusReportBuilder outbox(@Nullable OutboxState value) {
        this.outbox = value;
        return this;
    }

    public StatusReportBuilder trustedKids(@Nullable List<String> value) {
        this.trustedKids = value;
        return this;
    }

    public StatusReportBuilder errors(@Nullable ErrorSummary value) {
        this.errors = value;
        return this;
    }

    public StatusReportBuilder reason(@Nullable Reason value) {
        this.reason = value;
        return this;
    }

    /** @throws IllegalArgumentException naming the field that is out of its limits */
    public StatusReport build() {
        return new StatusReport(
                Message.VERSION,
                event,
                storageId,
                session,
                n,
                sentAt,
                bootId,
                uptimeMs,
                clockSynced,
                agentVersion,
                releases,
                heartbeatInterval,
                os,
                hostname,
                addresses,
                capabilities,
                config,
                services,
                outbox,
                trustedKids,
                errors,
                reason);
    }
}
