package io.fleethub.broker.limits;

import java.time.Duration;

/** What is to be done with one message or one connection. */
public sealed interface Verdict {

    Verdict PASS = new Pass();
    Verdict REFUSE = new Refuse();

    /** Within the limits. */
    record Pass() implements Verdict {}

    /** Beyond the limits by so little that it may wait: {@link TrafficLimits#released} must be told when it goes on. */
    record Delay(Duration by) implements Verdict {}

    /** Beyond the limits. */
    record Refuse() implements Verdict {}
}
