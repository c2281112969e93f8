package io.fleethub.broker.access;

/**
 * One thing that an identity may do; what no grant covers is refused.
 *
 * @param filter a topic or topic filter
 */
public record Grant(String filter, Act act) {

    /** The kinds of use. A publish is not retained unless it says so, a subscription not shared unless it says so. */
    public enum Act {
        PUBLISH,
        PUBLISH_RETAINED_TOO,
        SUBSCRIBE,
        SUBSCRIBE_SHARED
    }
}
