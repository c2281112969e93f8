package io.fleethub.agent.telemetry;

import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.outbox.Outbox;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.message.TelemetryReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one report of all probes at a steady pace and puts it into the outbox. State is confined to the scheduler's thread.
 */
public final class TelemetrySampler {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetrySampler.class);

    private static final Duration FIRST_AFTER = Duration.ofSeconds(2);

    private final List<HostProbe> probes;
    private final MachineClock clock;
    private final Outbox outbox;
    private final ErrorLog errors;
    private final AgentThread scheduler;

    public TelemetrySampler(
            List<HostProbe> probes, MachineClock clock, Outbox outbox, ErrorLog errors, AgentThread scheduler) {
        this.probes = List.copyOf(probes);
        this.clock = clock;
        this.outbox = outbox;
        this.errors = errors;
        this.scheduler = scheduler;
    }

    public void start(Duration interval) {
        // a first report soon, so that a new node is not empty for a minute
        if (interval.compareTo(FIRST_AFTER) > 0) {
            scheduler.after(FIRST_AFTER, this::sample);
        }
        scheduler.every(interval, this::sample);
    }

    /** On the scheduler's thread. */
    void sample() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (HostProbe probe : probes) {
            try {
                metrics.putAll(probe.sample());
            } catch (RuntimeException e) {
                // one broken sensor must not cost the others' values
                failed("PROBE_FAILED", probe.getClass().getSimpleName() + ": " + e);
            }
        }
        if (metrics.isEmpty()) {
            return;
        }
        leaveOutTooMany(metrics);
        try {
            TelemetryReport report =
                    TelemetryReport.of(null, clock.now(), clock.uptime().toMillis(), clock.synced(), metrics);
            scheduler.when(
                    outbox.append(report), seq -> {}, failure -> failed("OUTBOX_FAILED", String.valueOf(failure)));
        } catch (IllegalArgumentException e) {
            failed("SAMPLE_REFUSED", String.valueOf(e.getMessage()));
        }
    }

    /** A report with too many would be refused as a whole; the probes stand in the order of their worth. */
    private void leaveOutTooMany(Map<String, Object> metrics) {
        int tooMany = metrics.size() - TelemetryReport.MAX_METRICS;
        if (tooMany > 0) {
            List<String> last = List.copyOf(metrics.keySet()).subList(TelemetryReport.MAX_METRICS, metrics.size());
            failed("TOO_MANY_METRICS", tooMany + " metrics left out, from " + last.get(0) + " on");
            metrics.keySet().removeAll(last);
        }
    }

    private void failed(String code, String detail) {
        LOG.warn("event=telemetry.failed code={} detail=\"{}\"", code, detail);
        errors.add(code, detail);
    }
}
