package io.fleethub.standalone.options;

import java.time.Duration;

/** The intervals that decide how soon a silent node is noticed, and how often a demo node speaks. */
public record Timing(Duration heartbeat, Duration sample, Duration lateAfter, Duration offlineAfter) {}
