package io.fleethub.standalone.process;

/** How a child is asked to end: PostgreSQL would wait for its clients at TERM, at INT it closes them and ends. */
public enum StopSignal {
    TERM,
    INT
}
