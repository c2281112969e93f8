package io.fleethub.hub.retention;

/** Something that grows, and whose old part goes. */
public interface Prunable {

    /** What is pruned, in plain words for logs and metrics. */
    String what();

    /**
     * Lets some of what is too old go, in one short transaction of its own. Several hubs may do so at once.
     *
     * @param atMost rows to delete
     */
    Pruned prune(int atMost);

    /**
     * What one transaction did.
     *
     * @param rows that went
     * @param more there may be more of them
     */
    record Pruned(long rows, boolean more) {}
}
