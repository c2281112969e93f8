package io.fleethub.agent.local;

import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.config.AgentConfig;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.operations.services.SeenService;
import io.fleethub.agent.outbox.OutboxReader;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.telemetry.HostReader;
import io.fleethub.agent.telemetry.apps.AppMetrics;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the local port may look at; each can be asked from any thread.
 *
 * @param config of which only what is no secret is shown
 * @param hubAway whether the hub has said so
 */
public record LocalSources(
        AgentConfig config,
        String agentVersion,
        MachineClock clock,
        HostReader host,
        Supplier<ConnectionHealth> connection,
        BooleanSupplier hubAway,
        OutboxReader outbox,
        Supplier<BudgetView> budget,
        Supplier<List<SeenService>> services,
        ErrorLog errors,
        AppMetrics appMetrics) {}
