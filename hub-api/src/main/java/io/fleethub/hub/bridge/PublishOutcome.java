package io.fleethub.hub.bridge;

/** What became of a {@link Publication}, as far as the hub can know. The broker's word is no proof that the node has it. */
public sealed interface PublishOutcome {

    /** The broker has it and the node is subscribed (QoS 0: it was written to the socket). */
    record Accepted() implements PublishOutcome {}

    /** The broker had nobody to give it to (PUBACK 0x10) and dropped it. */
    record NoSubscriber() implements PublishOutcome {}

    /** The broker refused it (PUBACK 0x80 and above). */
    record Refused(int code) implements PublishOutcome {}

    /** No answer: not connected, connection lost, too late, too many waiting. It may have arrived all the same. */
    record Unknown(String why) implements PublishOutcome {}
}
