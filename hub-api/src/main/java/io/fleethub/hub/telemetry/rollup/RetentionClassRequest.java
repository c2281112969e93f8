package io.fleethub.hub.telemetry.rollup;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** @param monthly left out for ever */
record RetentionClassRequest(
        @NotNull Duration hourly,
        @NotNull Duration daily,
        @Nullable Duration monthly) {}
