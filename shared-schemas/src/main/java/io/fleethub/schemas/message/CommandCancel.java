package io.fleethub.schemas.message;

import io.fleethub.schemas.CommandId;
import java.time.Instant;

/** The wish that a command end early; the node answers CANCELED, or IN_PROGRESS with CANCEL_REFUSED. */
public record CommandCancel(int v, CommandId cancel, Instant issuedAt) implements Message {

    public CommandCancel {
        Checks.version(v);
        Checks.required("cancel", cancel);
        Checks.required("issuedAt", issuedAt);
    }

    public static CommandCancel of(CommandId cancel, Instant issuedAt) {
        return new CommandCancel(VERSION, cancel, issuedAt);
    }
}
