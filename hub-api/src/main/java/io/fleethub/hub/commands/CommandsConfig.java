package io.fleethub.hub.commands;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Times and bounds of the ledger. */
@ConfigMapping(prefix = "fleet.commands")
interface CommandsConfig {

    /** How long a command may wait for its node, unless its sender says otherwise. */
    @WithDefault("PT24H")
    Duration startWithin();

    /** The longest wait that a sender may ask for. */
    @WithDefault("P30D")
    Duration maxStartWithin();

    /** The longest run that a sender may ask for. */
    @WithDefault("P7D")
    Duration maxRunFor();

    /** How often a command is tried whose node says that trying again may help. */
    @WithDefault("3")
    @Min(1) @Max(10) int attempts();

    /** Commands that may wait for one node; more are refused. */
    @WithDefault("100")
    @Min(1) int waitingPerNode();

    /** After this time without RECEIVED a command is published again, with the same attempt. */
    @WithDefault("PT30S")
    Duration resendAfter();

    /** How long after a deadline the hub still waits for an answer that may be on its way. */
    @WithDefault("PT30S")
    Duration grace();

    /** How long after SUCCEEDED the chunks of a log may still arrive. */
    @WithDefault("PT60S")
    Duration logsWithin();

    /** How often the dispatcher looks for due work when nothing wakes it. */
    @WithDefault("PT1S")
    Duration tick();

    /** Commands that wait for the broker's acknowledgement at one time. */
    @WithDefault("256")
    @Min(1) int publishing();

    /** Whether this hub dispatches on its own. */
    @WithDefault("true")
    boolean dispatching();

    /** How long finished commands and their history are kept. */
    @WithDefault("P365D")
    Duration retention();
}
