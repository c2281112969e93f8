package io.fleethub.standalone.options;

/** What the launcher is asked to do. */
public enum Verb {
    UP,
    DEMO,
    STOP,
    HELP
}
