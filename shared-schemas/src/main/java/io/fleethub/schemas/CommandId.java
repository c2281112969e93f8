package io.fleethub.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The identity of one command. The hub makes UUIDs of version 7, which sort by age; what it reads may be any UUID,
 * since an id that no command has is found out in the ledger anyway.
 */
public record CommandId(@JsonValue UUID value) {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    /** @throws IllegalArgumentException when the text is not a UUID in its canonical form of 36 characters */
    @JsonCreator
    public static CommandId of(String text) {
        return new CommandId(CanonicalUuid.parse("commandId", text));
    }

    /** A new id of version 7: 48 bits of the clock's milliseconds, then 74 random bits. */
    public static CommandId next(InstantSource clock, RandomGenerator random) {
        long high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & VARIANT_MASK) | VARIANT;
        return new CommandId(new UUID(high, low));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
