package io.fleethub.agent.local;

import io.fleethub.agent.broker.BrokerConnection;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.SeenService;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.outbox.OutboxView;
import io.fleethub.agent.telemetry.HostReading;
import java.time.Duration;

/** What a Prometheus is told: the machine, the agent, its services, and what applications handed in. Stateless. */
final class NodeMetrics {

    private static final double TICKS_A_SECOND = 100;
    private static final double NANOS_A_SECOND = 1e9;

    private final LocalSources sources;
    private final long startNanos = System.nanoTime();

    NodeMetrics(LocalSources sources) {
        this.sources = sources;
    }

    String text() {
        PrometheusText out = new PrometheusText();
        host(out, sources.host().read());
        agent(out);
        connection(out, sources.connection().get());
        outbox(out, sources.outbox().view());
        budget(out, sources.budget().get());
        sources.services().get().forEach(service -> service(out, service));
        apps(out);
        return out.toString();
    }

    private void host(PrometheusText out, HostReading now) {
        HostReading.CpuTicks cpu = now.cpu();
        if (cpu != null) {
            String help = "Processor time of all cores since boot.";
            out.counter("fleet_host_cpu_seconds_total", help, cpu.busy() / TICKS_A_SECOND, "mode", "busy");
            out.counter(
                    "fleet_host_cpu_seconds_total", help, (cpu.total() - cpu.busy()) / TICKS_A_SECOND, "mode", "idle");
        }
        HostReading.Memory memory = now.memory();
        if (memory != null) {
            out.gauge(
                    "fleet_host_memory_used_bytes",
                    "Memory in use, without what the kernel can give back.",
                    memory.usedBytes());
            out.gauge("fleet_host_memory_size_bytes", "Memory of the machine.", memory.totalBytes());
        }
        HostReading.Disk disk = now.disk();
        if (disk != null) {
            out.gauge("fleet_host_disk_free_bytes", "Free for the agent where its data are.", disk.freeBytes());
            out.gauge("fleet_host_disk_used_bytes", "Used on that file system.", disk.usedBytes());
        }
        out.gauge("fleet_host_temperature_celsius", "The hottest sensor of the processor, or of all.", now.celsius());
        out.gauge("fleet_host_load_1m", "Runnable processes, averaged over one minute.", now.load1m());
        HostReading.Traffic traffic = now.traffic();
        if (traffic != null) {
            out.counter(
                    "fleet_host_network_receive_bytes_total",
                    "Received since boot on interfaces that lead out of the machine.",
                    traffic.receivedBytes());
            out.counter("fleet_host_network_transmit_bytes_total", "Sent on them since boot.", traffic.sentBytes());
        }
        out.gauge(
                "fleet_host_uptime_seconds",
                "Time since boot.",
                seconds(sources.clock().uptime()));
    }

    private void agent(PrometheusText out) {
        out.gauge(
                "fleet_agent_info",
                "Always 1; the labels say which node and agent this is.",
                1,
                "node",
                sources.config().nodeId().value(),
                "version",
                sources.agentVersion());
        out.gauge(
                "fleet_agent_uptime_seconds",
                "Time since the agent was started.",
                (System.nanoTime() - startNanos) / NANOS_A_SECOND);
        out.gauge(
                "fleet_agent_clock_synced",
                "Whether the machine's clock can be believed.",
                number(sources.clock().synced()));
        Long errors = sources.errors().summary().lastHour();
        out.gauge("fleet_agent_errors_last_hour", "Troubles of the agent in the last hour.", errors);
    }

    private void connection(PrometheusText out, ConnectionHealth health) {
        out.gauge(
                "fleet_agent_connected",
                "Whether the agent is connected to the broker and subscribed.",
                number(health.connected()));
        for (BrokerConnection.State state : BrokerConnection.State.values()) {
            out.gauge(
                    "fleet_agent_connection_state",
                    "1 for the state of the connection, 0 for the others.",
                    number(health.state() == state),
                    "state",
                    state.name());
        }
        out.counter("fleet_agent_connects_total", "Connections made since the agent was started.", health.connects());
        out.counter(
                "fleet_agent_connection_failures_total",
                "Attempts that failed and connections that ended.",
                health.failures());
        out.gauge(
                "fleet_agent_hub_away",
                "Whether the hub has said that it is away.",
                number(sources.hubAway().getAsBoolean()));
        out.gauge(
                "fleet_agent_hub_silent_seconds",
                "Time since the hub's last word; missing before its first.",
                sources.clock().hubSilentFor().map(NodeMetrics::seconds).orElse(null));
    }

    private void outbox(PrometheusText out, OutboxView view) {
        out.gauge("fleet_agent_outbox_waiting_reports", "Reports that the hub has not confirmed.", view.waiting());
        out.gauge(
                "fleet_agent_outbox_confirmed_reports",
                "Confirmed reports, kept to refill a hub that was restored.",
                view.kept());
        out.gauge("fleet_agent_outbox_size_bytes", "What all reports take.", view.bytes());
        out.gauge(
                "fleet_agent_outbox_limit_bytes",
                "What they may take.",
                sources.config().outbox().maxBytes());
        out.counter(
                "fleet_agent_outbox_dropped_reports_total",
                "Reports lost because the outbox was full, ever.",
                view.dropped());
        out.counter(
                "fleet_agent_outbox_refused_reports_total",
                "Reports given up because the hub never took them, ever.",
                view.refused());
    }

    private static void budget(PrometheusText out, BudgetView view) {
        if (view.bytesPerDay() > 0) {
            out.gauge("fleet_agent_budget_limit_bytes", "What may leave the node in a day.", view.bytesPerDay());
            out.gauge("fleet_agent_budget_used_bytes", "What has left it today.", view.usedToday());
            out.gauge(
                    "fleet_agent_budget_exhausted",
                    "Whether telemetry and logs wait for the next day.",
                    number(view.exhausted()));
        }
        out.gauge(
                "fleet_agent_link_metered",
                "Whether the node measures and sends less often because its link is dear.",
                number(view.metered()));
    }

    private static void service(PrometheusText out, SeenService seen) {
        ServiceStatus status = seen.status();
        if (status == null) {
            return;
        }
        for (RunState state : RunState.values()) {
            out.gauge(
                    "fleet_service_state",
                    "1 for the state of the service, 0 for the others.",
                    number(status.state() == state),
                    "service",
                    seen.name(),
                    "state",
                    state.name());
        }
        out.counter(
                "fleet_service_restarts_total",
                "How often it was started again without being asked to.",
                status.restarts(),
                "service",
                seen.name());
        Long cpu = status.cpuNanos();
        out.counter(
                "fleet_service_cpu_seconds_total",
                "Processor time of its processes.",
                cpu == null ? null : cpu / NANOS_A_SECOND,
                "service",
                seen.name());
        out.gauge(
                "fleet_service_memory_bytes", "Memory of its processes.", status.memoryBytes(), "service", seen.name());
    }

    private void apps(PrometheusText out) {
        sources.appMetrics().current().forEach((name, value) -> {
            if (value instanceof Boolean flag) {
                app(out, name, number(flag));
            } else if (value instanceof Number number) {
                app(out, name, number);
            }
        });
    }

    private static void app(PrometheusText out, String name, Number value) {
        out.gauge("fleet_app_value", "What applications handed in, numbers and switches.", value, "name", name);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }
}
