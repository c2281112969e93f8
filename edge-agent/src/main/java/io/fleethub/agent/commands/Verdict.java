package io.fleethub.agent.commands;

import io.fleethub.schemas.message.ReasonCode;

/** Whether a command that was never seen before is taken. */
sealed interface Verdict {

    /** @param limitMillis uptime until which it may start */
    record Taken(PreparedCommand<?> command, long limitMillis) implements Verdict {}

    record Refused(ReasonCode reason, String detail) implements Verdict {}
}
