package io.fleethub.hub.platform.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** Gives each of the hub's own metrics its HELP text, whoever counts it. Stateless. */
@Singleton
class MetricHelp implements MeterFilter {

    /** By the name that the code counts with; Prometheus adds {@code _total} to counters. */
    static final Map<String, String> TEXTS = new TreeMap<>(Map.ofEntries(
            Map.entry("fleet_bridge_acknowledged", "Messages of nodes that were acknowledged to the broker"),
            Map.entry(
                    "fleet_bridge_blind",
                    "1 while the hub's own probe does not come through, so that silence proves nothing"),
            Map.entry(
                    "fleet_bridge_canary_gap_seconds",
                    "Time since the hub's own probe last came through the whole path"),
            Map.entry("fleet_bridge_connections", "Open MQTT connections of this hub"),
            Map.entry("fleet_bridge_dropped_qos0", "Messages of QoS 0 for which there was no room"),
            Map.entry(
                    "fleet_bridge_late_acknowledgements",
                    "Acknowledgements that were dropped since their connection was gone"),
            Map.entry(
                    "fleet_bridge_longest_in_hand_seconds", "How long the same messages have been in a worker's hand"),
            Map.entry("fleet_bridge_published", "Messages to nodes, by channel and by what became of them"),
            Map.entry("fleet_bridge_quarantined", "Messages that could not be kept, by reason"),
            Map.entry("fleet_bridge_queue_depth", "Messages that wait to be committed, by lane"),
            Map.entry("fleet_bridge_received", "Messages of nodes that arrived, by channel"),
            Map.entry(
                    "fleet_bridge_retries", "Commits that were tried again, for instance while the database was away"),
            Map.entry("fleet_live_clients", "Readers of the live events"),
            Map.entry("fleet_nodes_signed_requests", "Requests of nodes over HTTPS, by what became of them"),
            Map.entry("fleet_retention_pruned", "What retention let go of, by what it was"),
            Map.entry("fleet_telemetry_reports", "Reports of nodes: kept, refused for good, or repeated")));

    @Override
    public Meter.Id map(Meter.Id id) {
        String text = TEXTS.get(id.getName());
        return text == null || id.getDescription() != null
                ? id
                : new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), text, id.getType());
    }
}
