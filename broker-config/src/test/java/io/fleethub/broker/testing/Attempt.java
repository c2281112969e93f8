package io.fleethub.broker.testing;

import org.jspecify.annotations.Nullable;

/** A CONNECT that a test sends. */
public record Attempt(
        int version,
        String clientId,
        @Nullable String user,
        @Nullable String password,
        boolean cleanStart,
        long sessionExpiry,
        @Nullable Will will,
        @Nullable String authMethod) {

    public static final int MQTT_3_1_1 = 4;
    public static final int MQTT_5 = 5;

    /** @param properties of MQTT 5, name then value */
    public record Will(String topic, String payload, boolean retained, String... properties) {}

    public static Attempt of(String user, String password) {
        return new Attempt(MQTT_5, user, user, password, true, 0, null, null);
    }

    public static Attempt hub(int connection) {
        return new Attempt(MQTT_5, "HUB:test:" + connection, "HUB", Secrets.HUB, true, 0, null, null);
    }

    public static Attempt anonymous(String clientId) {
        return new Attempt(MQTT_5, clientId, null, null, true, 0, null, null);
    }

    public Attempt version(int other) {
        return new Attempt(other, clientId, user, password, cleanStart, sessionExpiry, will, authMethod);
    }

    public Attempt clientId(String other) {
        return new Attempt(version, other, user, password, cleanStart, sessionExpiry, will, authMethod);
    }

    public Attempt keepingSession(long seconds) {
        return new Attempt(version, clientId, user, password, false, seconds, will, authMethod);
    }

    public Attempt will(Will other) {
        return new Attempt(version, clientId, user, password, cleanStart, sessionExpiry, other, authMethod);
    }

    public Attempt authMethod(String other) {
        return new Attempt(version, clientId, user, password, cleanStart, sessionExpiry, will, other);
    }
}
