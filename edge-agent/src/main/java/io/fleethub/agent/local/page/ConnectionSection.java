package io.fleethub.agent.local.page;

import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.outbox.OutboxView;
import java.time.Duration;

/** Is this node connected; since when; if not, why, and what becomes of its data? Stateless. */
final class ConnectionSection {

    private final LocalSources sources;

    ConnectionSection(LocalSources sources) {
        this.sources = sources;
    }

    String html(OutboxView outbox, BudgetView budget) {
        ConnectionHealth health = sources.connection().get();
        long nanos = System.nanoTime();
        Verdict verdict = Verdict.of(
                health,
                sources.hubAway().getAsBoolean(),
                sources.clock().hubSilentFor(),
                sources.config().heartbeatInterval(),
                nanos);
        StringBuilder html = new StringBuilder();
        html.append("<p class=\"verdict ").append(verdict.mood()).append("\"><strong>");
        html.append(verdict.headline()).append("</strong></p>");
        html.append("<p>")
                .append(Html.text(whatThatMeans(verdict, health, outbox, budget)))
                .append("</p>");
        html.append("<dl>");
        Duration since = Duration.ofNanos(nanos - health.sinceNanos());
        html.append(Html.fact(
                health.connected() ? "Connected for" : "Not connected for",
                PlainWords.duration(since) + ", since "
                        + PlainWords.time(sources.clock().now().minus(since))));
        html.append(Html.fact(
                "The hub's last word",
                sources.clock()
                        .hubSilentFor()
                        .map(silent -> PlainWords.duration(silent) + " ago")
                        .orElse("none since the agent was started")));
        html.append(Html.fact(
                "Broker", "<code>" + Html.text(sources.config().broker().uri().toString()) + "</code>"));
        Long retryAt = health.retryAtNanos();
        if (retryAt != null) {
            html.append(Html.fact("Next attempt", "in " + PlainWords.duration(Duration.ofNanos(retryAt - nanos))));
        }
        html.append(Html.fact(
                "Since the agent's start",
                PlainWords.count(health.connects(), "connection") + ", "
                        + PlainWords.count(health.failures(), "failure")));
        String problem = health.lastProblem();
        if (problem != null) {
            html.append(Html.fact(
                    health.connected() ? "Last failure" : "In the program's words",
                    "<code>" + Html.text(problem) + "</code>"));
        }
        return html.append("</dl>").toString();
    }

    private static String whatThatMeans(
            Verdict verdict, ConnectionHealth health, OutboxView outbox, BudgetView budget) {
        String problem = health.lastProblem();
        String why = problem == null ? "" : PlainWords.of(problem).orElse("The last attempt failed.") + " ";
        String waits = outbox.waiting() == 0
                ? "Nothing waits here at the moment."
                : PlainWords.count(outbox.waiting(), "report") + (outbox.waiting() == 1 ? " waits" : " wait")
                        + " here and will be sent when the way is free.";
        return switch (verdict) {
            case CONNECTED ->
                budget.exhausted()
                        ? "Commands reach this node, but what it may send today is used up. " + waits
                        : "What this node measures reaches the hub. Commands reach this node.";
            case GREETING -> "The broker has let this node in.";
            case HUB_AWAY ->
                "The broker is there, but the hub has said that it is away: it was stopped or is being" + " restarted. "
                        + waits;
            case HUB_SILENT ->
                "The broker is there and does not say that the hub is away, but the hub does not answer. " + waits;
            case TRYING -> waits;
            case NOT_CONNECTED -> why + waits;
            case STOPPING -> "This page ends with it. " + waits;
        };
    }
}
