package io.fleethub.agent.broker;

/** What became of a publish. Only the hub's own answer says that it is safe; this says what the broker said. */
public sealed interface PublishOutcome {

    /** The broker has it, in memory at least. */
    record Accepted() implements PublishOutcome {}

    /** The broker has it, and nobody listens to the topic. */
    record NoSubscriber() implements PublishOutcome {}

    /**
     * The broker will not have it.
     *
     * @param code the MQTT 5 reason code, 0x80 or above
     */
    record Refused(int code) implements PublishOutcome {

        private static final int QUOTA_EXCEEDED = 0x97;

        /** This node sent too much, and the same message is welcome later: nothing is wrong with it. */
        public boolean onlyForNow() {
            return code == QUOTA_EXCEEDED;
        }
    }

    /** It never left: no connection, or too many wait. */
    record NotSent(String why) implements PublishOutcome {}

    /** The node keeps it back by a decision of its own, and would keep it back again today. */
    record Withheld(String why) implements PublishOutcome {}

    /** It left, and the connection ended before the broker answered. */
    record Unknown(String why) implements PublishOutcome {}
}
