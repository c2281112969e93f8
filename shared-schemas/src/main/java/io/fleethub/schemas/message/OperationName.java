package io.fleethub.schemas.message;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations of the contract; their parameters and results have schemas under {@code schemas/v1/operations}. */
public enum OperationName {
    PING(Duration.ofSeconds(30)),
    RESTART(Duration.ofMinutes(2)),
    START(Duration.ofMinutes(2)),
    STOP(Duration.ofMinutes(2)),
    SERVICE_STATUS(Duration.ofSeconds(30)),
    REBOOT(Duration.ofMinutes(10)),
    UPDATE(Duration.ofMinutes(30)),
    SELF_UPDATE(Duration.ofMinutes(30)),
    CONFIG_PUSH(Duration.ofMinutes(5)),
    FETCH_LOGS(Duration.ofMinutes(2)),
    SUPPORT_BUNDLE(Duration.ofMinutes(5)),
    OPEN_TUNNEL(Duration.ofMinutes(1)),
    CLOSE_TUNNEL(Duration.ofMinutes(1)),
    OS_UPDATE(Duration.ofMinutes(60)),
    ROTATE_SECRET(Duration.ofMinutes(1)),
    TRUST_KEYS(Duration.ofMinutes(1)),
    SAFE_MODE(Duration.ofMinutes(1));

    private static final String FOLDER = "/schemas/v1/operations/";
    private static final Map<String, OperationName> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(OperationName::name, Function.identity()));

    private final Duration defaultRunFor;

    OperationName(Duration defaultRunFor) {
        this.defaultRunFor = defaultRunFor;
    }

    public Duration defaultRunFor() {
        return defaultRunFor;
    }

    /** Whether one of these may run beside the node's one command in flight. */
    public boolean emergency() {
        return switch (this) {
            case CLOSE_TUNNEL, ROTATE_SECRET, TRUST_KEYS, SAFE_MODE -> true;
            default -> false;
        };
    }

    /** The class path resource with the JSON Schema of the parameters. */
    public String parametersSchema() {
        return FOLDER + name() + ".parameters.schema.json";
    }

    /** The class path resource with the JSON Schema of the result. */
    public String resultSchema() {
        return FOLDER + name() + ".result.schema.json";
    }

    public static Optional<OperationName> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
