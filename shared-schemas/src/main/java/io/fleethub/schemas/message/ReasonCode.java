package io.fleethub.schemas.message;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The closed list of reasons, each with its one sentence; {@code schemas/v1/reason-codes.json} is the same list. */
public enum ReasonCode {
    // Commands
    NOT_CAPABLE("The node does not declare this operation, or not these parameters."),
    NOT_ALLOWED("The node's own configuration does not allow this, such as a service outside its list."),
    BAD_PARAMETERS("The parameters do not fit the operation's schema."),
    BAD_SIGNATURE("The signature is missing, of an unknown key, or wrong."),
    EXPIRED("The time to start had passed before the node began."),
    TIMED_OUT("The run time had passed without a result."),
    QUOTA_EXCEEDED("More messages or bytes than this node or tenant is granted."),
    BUSY("Another command of the same kind is running."),
    SAFE_MODE("The node is in safe mode and takes no such command."),
    DISK_FULL("Not enough free disk."),
    SERVICE_FAILED("The service did not reach the wanted state."),
    HEALTH_CHECK_FAILED("The new version did not pass its health check."),
    ROLLED_BACK("The earlier version is in force again."),
    HASH_MISMATCH("The content's SHA-256 is not the announced one."),
    BAD_ARTIFACT("The artifact cannot be used."),
    STEP_TIMED_OUT("One step took longer than it may."),
    LOG_INCOMPLETE("Not all chunks of the log arrived in time."),
    JOURNAL_LOST("The node's storage is new, so nobody knows whether the command ran."),
    INTERRUPTED("The node stopped in the middle, and going on would repeat an effect."),
    ATTEMPT_FAILED("The attempt failed and another one follows."),
    CANCEL_REFUSED("The command can no longer be canceled."),
    CANCELED("Canceled on request."),
    UNKNOWN_COMMAND("The message names a command that is not this node's."),
    NODE_DISABLED("The node is disabled or decommissioned."),
    NO_SUBSCRIBER("The node was not subscribed when the command was published."),
    INTERNAL("A fault of our own; the log says more."),
    // Presence
    REGISTERED("The node was registered and has not been seen yet."),
    HEARTBEAT("The node announced itself or gave its periodic sign."),
    TELEMETRY("The node's telemetry arrived again."),
    HTTPS_ONLY("Only telemetry over HTTPS arrives."),
    NO_STATUS("Neither status nor telemetry for longer than usual."),
    SILENT("Neither status nor telemetry for so long that the node counts as gone."),
    SHUTDOWN("The node said that it stops."),
    REBOOT("The node said that it restarts its machine."),
    UPDATE("The node said that it stops for an update of itself."),
    CONNECTION_LOST("The broker lost the node's connection."),
    IDENTITY_SHARED("Several machines use this node's identity and take each other over."),
    REVOKED("The node's credentials were revoked."),
    ENABLED("The node was enabled again and has not been seen since."),
    // Messages that cannot be kept
    TOO_LARGE("The message is larger than its channel takes."),
    UNREADABLE("The message is not UTF-8 JSON within the limits on depth and length."),
    UNKNOWN_VERSION("The message's version is not known."),
    BAD_MESSAGE("A field of the message is missing or out of its limits."),
    UNKNOWN_TOPIC("The topic is not one of the contract."),
    UNKNOWN_NODE("The topic's node is not registered."),
    // Telemetry reports that will never be kept
    BAD_VALUE("A value of the report is missing, of the wrong kind or out of its limits."),
    TOO_MANY_METRICS("The report holds more metrics than one report may."),
    TEXT_TOO_LONG("A text in the report is longer than it may be."),
    TIME_OUT_OF_RANGE("The report's time is too old to be kept, or in the future.");

    private static final Map<String, ReasonCode> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ReasonCode::name, Function.identity()));

    private final String sentence;

    ReasonCode(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    public static Optional<ReasonCode> find(String code) {
        return Optional.ofNullable(BY_NAME.get(code));
    }
}
