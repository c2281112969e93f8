package io.fleethub.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The identity of a tenant; it comes from the authenticated connection, never from a payload. */
public record TenantId(@JsonValue UUID value) {

    /** @throws IllegalArgumentException when the text is not a UUID in its canonical form of 36 characters */
    @JsonCreator
    public static TenantId of(String text) {
        return new TenantId(CanonicalUuid.parse("tenantId", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
