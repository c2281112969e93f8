package io.fleethub.hub.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command as a user sends it.
 *
 * @param parameters null = none
 * @param priority 0..9, higher first; null = 5
 * @param startWithin null = a day
 * @param runFor null = what is usual for the operation
 */
public record SubmitCommandRequest(
        @NotBlank String operation,
        @Nullable ObjectNode parameters,
        @Nullable @Min(0) @Max(9) Integer priority,
        @Nullable Duration startWithin,
        @Nullable Duration runFor) {}
