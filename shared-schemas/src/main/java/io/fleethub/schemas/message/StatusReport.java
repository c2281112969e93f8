package io.fleethub.schemas.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's BIRTH, HEARTBEAT or DEATH (also its will). Only {@code v} and {@code event} are required; {@code storageId}
 * and {@code session} go together, and {@code n} with them except in a DEATH.
 *
 * @param n counts the reports of a session, BIRTH = 0; ignored in a DEATH
 * @param os with addresses, capabilities, trustedKids and heartbeatInterval read from a BIRTH only
 * @param hostname the machine's own name; an addition of ours, which a stranger may leave out like the rest
 */
public record StatusReport(
        int v,
        StatusEvent event,
        @Nullable String storageId,
        @Nullable Long session,
        @Nullable Long n,
        @Nullable Instant sentAt,
        @Nullable String bootId,
        @Nullable Long uptimeMs,
        @Nullable Boolean clockSynced,
        @Nullable String agentVersion,
        @Nullable List<Release> releases,
        @Nullable Duration heartbeatInterval,
        @Nullable OperatingSystem os,
        @Nullable String hostname,
        @Nullable List<String> addresses,
        @Nullable List<Capability> capabilities,
        @Nullable List<ConfigState> config,
        @Nullable List<ServiceReport> services,
        @Nullable OutboxState outbox,
        @Nullable List<String> trustedKids,
        @Nullable ErrorSummary errors,
        @Nullable Reason reason)
        implements Message {

    private static final int MAX_ENTRIES = 200;
    private static final int MAX_VERSION = 64;
    private static final int MAX_TEXT = 256;

    public StatusReport {
        Checks.version(v);
        Checks.required("event", event);
        checkOrder(event, storageId, session, n);
        Checks.id("bootId", bootId);
        Checks.atLeast("uptimeMs", uptimeMs, 0);
        Checks.text("agentVersion", agentVersion, MAX_VERSION);
        Checks.text("hostname", hostname, MAX_TEXT);
        releases = Checks.list("releases", releases, MAX_ENTRIES);
        addresses = Checks.list("addresses", addresses, MAX_ENTRIES);
        capabilities = Checks.list("capabilities", capabilities, MAX_ENTRIES);
        config = Checks.list("config", config, MAX_ENTRIES);
        services = Checks.list("services", services, MAX_ENTRIES);
        trustedKids = Checks.list("trustedKids", trustedKids, MAX_ENTRIES);
        checkTexts("addresses[]", addresses);
        checkTexts("trustedKids[]", trustedKids);
    }

    private static void checkOrder(
            StatusEvent event, @Nullable String storageId, @Nullable Long session, @Nullable Long n) {
        Checks.id("storageId", storageId);
        Checks.atLeast("session", session, 0);
        Checks.atLeast("n", n, 0);
        if ((storageId == null) != (session == null)) {
            throw new IllegalArgumentException((session == null ? "session" : "storageId")
                    + ": is missing (storageId, session and n go together)");
        }
        if (event != StatusEvent.DEATH && (n == null) != (session == null)) {
            throw new IllegalArgumentException(
                    (n == null ? "n" : "session") + ": is missing (storageId, session and n go together)");
        }
    }

    private static void checkTexts(String field, @Nullable List<String> values) {
        if (values != null) {
            values.forEach(value -> Checks.text(field, value, MAX_TEXT));
        }
    }

    /** Whether the sender numbers its sessions, so that reports order themselves. */
    @JsonIgnore
    public boolean ordered() {
        return session != null;
    }

    public static StatusReportBuilder builder(StatusEvent event) {
        return new StatusReportBuilder(event);
    }

    /** An installed release of an application. */
    public record Release(
            String app, String version, @Nullable String state) {
        public Release {
            Checks.name("releases.app", Checks.required("releases.app", app));
            Checks.text("releases.version", Checks.required("releases.version", version), MAX_VERSION);
            Checks.code("releases.state", state);
        }
    }

    public record OperatingSystem(
            @Nullable String name,
            @Nullable String version,
            @Nullable String arch,
            @Nullable String kernel) {
        public OperatingSystem {
            Checks.text("os.name", name, MAX_TEXT);
            Checks.text("os.version", version, MAX_TEXT);
            Checks.text("os.arch", arch, MAX_TEXT);
            Checks.text("os.kernel", kernel, MAX_TEXT);
        }
    }

    /** An operation that the node takes, with the JSON Schema of the parameters that it allows. */
    public record Capability(String operation, @Nullable ObjectNode parameters) {
        public Capability {
            Checks.code("capabilities.operation", Checks.required("capabilities.operation", operation));
        }
    }

    /** The configuration in force for one role. */
    public record ConfigState(
            String role,
            @Nullable Long revision,
            @Nullable String sha256,
            @Nullable String state) {
        public ConfigState {
            Checks.name("config.role", Checks.required("config.role", role));
            Checks.atLeast("config.revision", revision, 0);
            Checks.sha256("config.sha256", sha256);
            Checks.code("config.state", state);
        }
    }

    public record ServiceReport(
            String service,
            @Nullable String state,
            @Nullable Instant since) {
        public ServiceReport {
            Checks.name("services.service", Checks.required("services.service", service));
            Checks.code("services.state", state);
        }
    }

    /**
     * What the node still holds of its stream.
     *
     * @param lastSeq {@code firstSeq - 1} when the outbox is empty
     * @param dropped reports that the node's cap cost
     * @param refused reports given up after single sending
     */
    public record OutboxState(
            String streamId,
            long firstSeq,
            long lastSeq,
            @Nullable Long bytes,
            @Nullable Long dropped,
            @Nullable Long refused) {
        public OutboxState {
            Checks.id("outbox.streamId", Checks.required("outbox.streamId", streamId));
            Checks.atLeast("outbox.firstSeq", (Long) firstSeq, 1L);
            Checks.atLeast("outbox.lastSeq", (Long) lastSeq, 0L);
            if (lastSeq < firstSeq - 1) {
                throw new IllegalArgumentException("outbox.lastSeq: must be at least firstSeq - 1");
            }
            Checks.atLeast("outbox.bytes", bytes, 0);
            Checks.atLeast("outbox.dropped", dropped, 0);
            Checks.atLeast("outbox.refused", refused, 0);
        }
    }

    public record ErrorSummary(
            @Nullable Long lastHour, @Nullable List<ErrorEntry> latest) {
        public ErrorSummary {
            Checks.atLeast("errors.lastHour", lastHour, 0);
            latest = Checks.list("errors.latest", latest, MAX_ENTRIES);
        }
    }

    public record ErrorEntry(
            @Nullable Instant at, String code, @Nullable String detail) {
        public ErrorEntry {
            Checks.code("errors.latest.code", Checks.required("errors.latest.code", code));
            Checks.text("errors.latest.detail", detail, Reason.MAX_DETAIL);
        }
    }
}
