package io.fleethub.hub.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long telemetry is kept, and what its time may be. */
@ConfigMapping(prefix = "fleet.telemetry")
public interface TelemetryConfig {

    /** Reports older than this are refused, and dropped day by day. */
    @WithDefault("P30D")
    Duration rawRetention();

    /** A synced time further ahead than this is refused. */
    @WithDefault("P1D")
    Duration futureLimit();

    /** A time further ahead than this never becomes the latest value. */
    @WithDefault("PT1M")
    Duration latestAhead();

    /** Days for which partitions are made ahead. */
    @WithDefault("3")
    @Min(1) @Max(30) int partitionsAhead();

    /** A batch of more reports than this is answered with a sync that the node did not ask for. */
    @WithDefault("50")
    @Min(1) int syncAboveReports();

    /** Such a sync is sent to one node at most this often. */
    @WithDefault("PT2S")
    Duration syncInterval();

    /** How often hours that are due are rolled up. */
    @WithDefault("PT10S")
    Duration rollupTick();

    /** How long after an hour's end, or a late report, it is rolled up; spread over as long again. */
    @WithDefault("PT5M")
    Duration rollupSettle();

    /** Hours of nodes that are rolled up in one transaction. */
    @WithDefault("200")
    @Min(1) @Max(10_000) int rollupHours();

    /** Downloads of reports as CSV that may run at once. */
    @WithDefault("4")
    @Min(1) int downloads();

    /** How long hourly roll-ups are kept; never shorter than their day may change. */
    @WithDefault("P30D")
    Duration hourlyRetention();

    /** How long daily roll-ups are kept; never shorter than their month may change. Monthly ones stay. */
    @WithDefault("P30D")
    Duration dailyRetention();

    /** Names or beginnings of names of metrics whose hourly and daily roll-ups are kept as long as bills need them. */
    @WithDefault("energy.cost.*")
    List<String> costMetrics();

    /** How long hourly and daily roll-ups of these are kept. */
    @WithDefault("P730D")
    Duration costRetention();

    /** Streams that a node may have; reports of one more are refused. */
    @WithDefault("100")
    @Min(1) int maxStreams();

    /** How long a stream that is not used counts, and its duplicates are known. */
    @WithDefault("P90D")
    Duration streamRetention();

    /** Sets of names under which a node may report within the raw retention; reports of one more are refused. */
    @WithDefault("500")
    @Min(1) int maxMetricSets();

    /** Names of metrics that a node may use within the raw retention; reports of one more are refused. */
    @WithDefault("2000")
    @Min(1) int maxMetricNames();

    /** Ranges into which the committed numbers of a stream may fall; a report that would make one more has to wait. */
    @WithDefault("10000")
    @Min(64) int maxRanges();

    /** A folder on the database's disk, if that is this machine's; then its free space is told with the disk use. */
    Optional<Path> databaseDirectory();
}
