package io.fleethub.agent.local.page;

import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.telemetry.ProcHostProbe;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The machine now, and in the last day: two parts for each tile of the page, for the value changes all the time and the day
 * seldom. Confined to who renders the page: CPU is measured between two renderings.
 */
final class MachineSection {

    /** A tile of the page; its id there is the metric's without dots. */
    private record Tile(String title, String metric, double top, DoubleFunction<String> words) {

        String id() {
            return metric.replace(".", "");
        }
    }

    private static final List<Tile> LEVELS = List.of(
            new Tile("Processor", "cpu.percent", 100, PlainWords::percent),
            new Tile("Memory", "mem.percent", 100, PlainWords::percent),
            new Tile("Disk", "disk.percent", 100, PlainWords::percent),
            new Tile("Temperature", "temp.celsius", 0, value -> PlainWords.number(value, 1) + " °C"),
            new Tile("Load", "load.1m", 0, value -> PlainWords.number(value, 2)));
    private static final List<Tile> TRAFFIC = List.of(
            new Tile("Received", "net.rx.bytes", 0, PlainWords::bytes),
            new Tile("Sent", "net.tx.bytes", 0, PlainWords::bytes));

    private final ProcHostProbe probe;
    private final History history;

    MachineSection(LocalSources sources, History history) {
        this.probe = new ProcHostProbe(sources.host());
        this.history = history;
    }

    /** A tile of what this machine does not measure stays empty, and the page hides it. */
    void into(Map<String, String> sections) {
        Map<String, Object> now = probe.sample();
        for (Tile tile : LEVELS) {
            put(sections, tile, now.get(tile.metric()), "", history.of(tile.metric()), tile.words());
        }
        for (Tile tile : TRAFFIC) {
            DoubleFunction<String> rate = value -> tile.words().apply(value) + "/s";
            String remark = " <small>since boot</small>";
            put(sections, tile, now.get(tile.metric()), remark, history.rateOf(tile.metric()), rate);
        }
    }

    /** The day is drawn also at a moment that has no value: a processor's share needs some time to have passed. */
    private static void put(
            Map<String, String> sections,
            Tile tile,
            @Nullable Object now,
            String remark,
            List<History.@Nullable Step> day,
            DoubleFunction<String> words) {
        boolean measured = now instanceof Number || day.stream().anyMatch(Objects::nonNull);
        String value = now instanceof Number number ? Html.text(tile.words().apply(number.doubleValue())) + remark : "";
        sections.put("now-" + tile.id(), value);
        sections.put("day-" + tile.id(), measured ? Chart.of(tile.title(), day, tile.top(), words) : "");
    }
}
