package io.fleethub.simulator;

import io.fleethub.schemas.codec.MessageCodec;
import java.time.InstantSource;

/**
 * What all nodes of a run share; each part is thread-safe.
 *
 * @param inFlight messages without PUBACK
 * @param connecting connections that are being made
 */
record Stage(
        SimulationOptions options,
        MessageCodec codec,
        Statistics statistics,
        Journal journal,
        InFlight inFlight,
        InFlight connecting,
        InstantSource clock) {}
