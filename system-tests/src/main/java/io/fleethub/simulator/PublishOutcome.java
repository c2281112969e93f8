package io.fleethub.simulator;

/** What became of a publish. */
enum PublishOutcome {
    /** PUBACK below 0x80. */
    ACCEPTED,
    /** PUBACK with a refusal. */
    REFUSED,
    /** It never left. */
    NOT_SENT,
    /** The connection ended before the PUBACK. */
    UNKNOWN
}
