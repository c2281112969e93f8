package io.fleethub.agent.presence;

import io.fleethub.agent.machine.HostFacts;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.schemas.message.Reason;
import io.fleethub.schemas.message.ReasonCode;
import io.fleethub.schemas.message.StatusEvent;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.StatusReport.OutboxState;
import io.fleethub.schemas.message.StatusReport.Release;
import io.fleethub.schemas.message.StatusReportBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Writes the three kinds of status report from what the machine and the features say now. Thread-safe. */
public final class StatusReports {

    private static final String AGENT_APP = "agent";

    private final Supplier<String> storageId;
    private final String agentVersion;
    private final Duration heartbeatInterval;
    private final MachineClock clock;
    private final HostFacts host;
    private final BirthSource features;
    private final Supplier<OutboxState> outbox;
    private final ErrorLog errors;

    public StatusReports(
            Supplier<String> storageId,
            String agentVersion,
            Duration heartbeatInterval,
            MachineClock clock,
            HostFacts host,
            BirthSource features,
            Supplier<OutboxState> outbox,
            ErrorLog errors) {
        this.storageId = storageId;
        this.agentVersion = agentVersion;
        this.heartbeatInterval = heartbeatInterval;
        this.clock = clock;
        this.host = host;
        this.features = features;
        this.outbox = outbox;
        this.errors = errors;
    }

    StatusReport birth(long session, long n) {
        return living(StatusEvent.BIRTH, session, n)
                .heartbeatInterval(heartbeatInterval)
                .os(host.os())
                .hostname(host.hostname())
                .addresses(host.addresses())
                .capabilities(features.capabilities())
                .trustedKids(features.trustedKids())
                .build();
    }

    StatusReport heartbeat(long session, long n) {
        return living(StatusEvent.HEARTBEAT, session, n).build();
    }

    private StatusReportBuilder living(StatusEvent event, long session, long n) {
        return StatusReport.builder(event)
                .order(storageId.get(), session, n)
                .sentAt(clock.now())
                .boot(clock.bootId().value(), clock.uptime().toMillis(), clock.synced())
                .agentVersion(agentVersion)
                .releases(List.of(new Release(AGENT_APP, agentVersion, null)))
                .services(features.services())
                .outbox(outbox.get())
                .errors(errors.summary());
    }

    /** Said by the node itself when it goes on purpose. */
    StatusReport death(long session, ReasonCode reason) {
        return StatusReport.builder(StatusEvent.DEATH)
                .order(storageId.get(), session, null)
                .sentAt(clock.now())
                .boot(clock.bootId().value(), clock.uptime().toMillis(), clock.synced())
                .reason(Reason.of(reason))
                .build();
    }

    /** Said by the broker for the node when the connection breaks; holds no time, since nobody knows it yet. */
    public StatusReport will(long session) {
        return StatusReport.builder(StatusEvent.DEATH)
                .order(storageId.get(), session, null)
                .boot(clock.bootId().value(), null, null)
                .reason(Reason.of(ReasonCode.CONNECTION_LOST))
                .build();
    }
}
