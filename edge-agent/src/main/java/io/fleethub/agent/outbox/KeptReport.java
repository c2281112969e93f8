package io.fleethub.agent.outbox;

import io.fleethub.schemas.message.TelemetryReport;

/**
 * A report as the outbox holds it.
 *
 * @param bootId of the boot that its uptime counts from
 */
public record KeptReport(long seq, String bootId, TelemetryReport report) {}
