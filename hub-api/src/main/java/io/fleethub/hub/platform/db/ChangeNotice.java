package io.fleethub.hub.platform.db;

/**
 * A hint from the database, fired as a CDI event on the listening thread: observers do something short, such as forgetting a
 * cached value or ending a wait.
 */
public sealed interface ChangeNotice {

    /**
     * Some hub, maybe this one, committed a change.
     *
     * @param kind what was changed, such as {@code node}
     * @param id which one
     */
    record Changed(String kind, String id) implements ChangeNotice {}

    /** Notices may have been missed: whatever is remembered may be old. */
    record Missed() implements ChangeNotice {}
}
