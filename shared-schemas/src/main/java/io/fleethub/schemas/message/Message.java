package io.fleethub.schemas.message;

/** A payload that crosses the wire; immutable. */
public sealed interface Message
        permits StatusReport,
                TelemetryBatch,
                LogChunk,
                CommandRequest,
                CommandCancel,
                CommandUpdate,
                HubSync,
                HubStatus,
                Broadcast {

    /** The only version there is. */
    int VERSION = 1;

    /** The version of the message's form. */
    int v();
}
