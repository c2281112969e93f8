package io.fleethub.schemas.message;

import java.time.Instant;

/** An announcement for all nodes. */
public record Broadcast(int v, String broadcastId, String text, Severity severity, Instant sentAt, Instant expiresAt)
        implements Message {

    public static final int MAX_TEXT = 4_000;

    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    public Broadcast {
        Checks.version(v);
        Checks.id("broadcastId", Checks.required("broadcastId", broadcastId));
        Checks.text("text", Checks.required("text", text), MAX_TEXT);
        Checks.required("severity", severity);
        Checks.required("sentAt", sentAt);
        Checks.required("expiresAt", expiresAt);
    }
}
