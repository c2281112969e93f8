package io.fleethub.hub.bridge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the hub talks to its broker. Every bound is here, with its default. */
@ConfigMapping(prefix = "fleet.bridge")
public interface BridgeConfig {

    /** Where the broker listens: {@code mqtt://host:port} or {@code mqtts://host:port}. Without it the hub serves, but hears no node. */
    Optional<URI> brokerUri();

    /** The CA (PEM) that signed the broker's certificate; no other is trusted. Without it {@code mqtts} trusts the JDK's. */
    Optional<Path> brokerCaFile();

    /** File that holds the hub's MQTT secret; goes before {@link #secret()}. */
    Optional<Path> secretFile();

    /** The hub's MQTT secret itself. */
    Optional<String> secret();

    /** Folder in which the hub keeps its instance name, so that it finds its broker sessions again after a restart. */
    Optional<Path> stateDirectory();

    /** MQTT connections in the shared subscription; 4 to 8 are enough for any commit latency that was measured. */
    @WithDefault("4")
    @Min(1) @Max(16) int connections();

    /** Messages a connection may hold unacknowledged; with {@link #connections()} and the largest message the bound of the memory. */
    @WithDefault("64")
    @Min(1) @Max(1000) int receiveMaximum();

    /** How long the broker keeps what nodes sent while no hub was there. */
    @WithDefault("P7D")
    Duration sessionExpiry();

    @WithDefault("PT10S")
    Duration keepAlive();

    @WithDefault("PT10S")
    Duration connectTimeout();

    /** First wait before connecting again; doubles, with jitter, up to {@link #reconnectLimit()}. */
    @WithDefault("PT0.5S")
    Duration reconnectFirst();

    @WithDefault("PT15S")
    Duration reconnectLimit();

    /** After this time without PUBACK the outcome of a publish is unknown. */
    @WithDefault("PT10S")
    Duration publishTimeout();

    /** Publishes that may wait for a place in a connection's window; one more is refused at once. */
    @WithDefault("1000")
    @Min(1) int publishQueue();

    /** Threads for status and command updates; all messages of a node go to the same one. */
    @WithDefault("4")
    @Min(1) @Max(32) int singleWorkers();

    /** Threads for telemetry; all messages of a node go to the same one. */
    @WithDefault("2")
    @Min(1) @Max(32) int telemetryWorkers();

    /** Messages in one batch, at most. */
    @WithDefault("500")
    @Min(1) int batchMessages();

    /** Bytes in one batch, at most (but always one message). */
    @WithDefault("2097152")
    @Min(1) long batchBytes();

    /** First wait before a message is tried again, for instance while the database is away; doubles up to {@link #retryLimit()}. */
    @WithDefault("PT0.1S")
    Duration retryFirst();

    @WithDefault("PT5S")
    Duration retryLimit();

    /** Quarantined messages kept of each node; the oldest go first. */
    @WithDefault("1000")
    @Min(1) int quarantineRows();

    /** How often the probes go through the whole path; one hub sends them for all. */
    @WithDefault("PT2S")
    Duration canaryInterval();

    /** Without a probe that came through for this long the hub counts as blind. */
    @WithDefault("PT8S")
    Duration canaryLateAfter();

    /** How long a stop waits for the commits that are under way. */
    @WithDefault("PT10S")
    Duration stopTimeout();
}
