/**
 * Every message of the contract as a record. The constructors check all limits and throw an
 * {@link java.lang.IllegalArgumentException} that names the field as the JSON does, so whoever holds a message holds a
 * valid one; no JSON Schema library runs outside tests. Optional fields are {@code @Nullable}: null means absent.
 *
 * <p>One exception is deliberate: a {@link io.fleethub.schemas.message.TelemetryReport} is read leniently and carries
 * its own refusal, so that one bad report never makes its batch unreadable.
 */
@NullMarked
package io.fleethub.schemas.message;

import org.jspecify.annotations.NullMarked;
