package io.fleethub.bench.scenario;

import io.fleethub.bench.Contest;
import io.fleethub.bench.Contest.Contender;
import io.fleethub.bench.Contest.Side;
import io.fleethub.bench.Figure;
import io.fleethub.bench.Goal;
import io.fleethub.bench.Numbers;
import io.fleethub.bench.Scenario;
import io.fleethub.bench.Timing;
import io.fleethub.bench.Trial;
import io.fleethub.bench.fleet.Api;
import io.fleethub.bench.fleet.RunningFleet;
import io.fleethub.bench.load.Registration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a page waits for its curves: a day, a year, the latest values, over REST, beside the SQL that somebody would
 * write by hand for just that; with one million reports in the table and with thirty (three with {@code --quick}).
 */
public final class QueryScenario implements Scenario {

    private static final int WARM_UP = 30;
    private static final int QUERIES = 200;
    private static final String DAY_BY_HAND = """
            SELECT extract(epoch FROM date_bin(interval '1 min', corrected_at, 'epoch')) * 1000, avg(numbers[1]), avg(numbers[5])
            FROM telemetry_report WHERE node_id = 'bench-00001' AND corrected_at >= timestamptz '%1$s' - interval '24 h'
                AND corrected_at < timestamptz '%1$s' GROUP BY 1 ORDER BY 1""";
    private static final String YEAR_BY_HAND = """
            SELECT m.name, extract(epoch FROM r.bucket) * 1000, r.total / r.samples
            FROM telemetry_daily r JOIN metric_name m USING (metric_id)
            WHERE r.node_id = 'bench-00001' AND m.name IN ('cpu.percent', 'load.1m')
                AND r.bucket >= timestamptz '%1$s' - interval '365 days' AND r.bucket < timestamptz '%1$s' ORDER BY 1, 2""";
    private static final String LATEST_BY_HAND = """
            SELECT s.names, r.numbers, r.corrected_at FROM telemetry_newest r JOIN metric_set s USING (metric_set_id)
            WHERE r.node_id = 'bench-04711'""";
    private static final String ALL_BY_HAND = """
            SELECT r.node_id, s.names, r.numbers, r.corrected_at
            FROM telemetry_newest r JOIN metric_set s USING (metric_set_id) ORDER BY r.node_id""";

    private @Nullable RunningFleet fleet;
    private @Nullable Connection connection;

    /** One question, asked and read to its end. */
    private interface Query {
        void ask() throws Exception;
    }

    @Override
    public List<Contest> prepare(Timing timing) throws Exception {
        RunningFleet running = RunningFleet.start(RunningFleet.WITHOUT_BRIDGE);
        fleet = running;
        connection = running.superuser();
        Registration.register(running, 1);
        Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
        QueryTables tables = new QueryTables(running, end);
        tables.prepare();
        Api api = Api.signIn(running);
        int many = timing.quick() ? 3 : 30;
        List<Double> before = new ArrayList<>();
        return List.of(
                new Contest(
                        "24 h of two metrics of one node, 1 million reports",
                        "ms",
                        day(api, end, figure -> before.add(figure.value()), () -> tables.fill(1)),
                        List.of(Goal.atMost("REST", 1.1, "hand-written SQL"))),
                new Contest(
                        "24 h of two metrics of one node, " + many + " million reports",
                        "ms",
                        with(
                                day(api, end, figure -> {}, () -> tables.fill(many)),
                                new Contender(
                                        "REST, 1 million", Side.OURS, timed -> Figure.of(Numbers.median(before)))),
                        List.of(
                                Goal.atMost("REST", 1.1, "hand-written SQL"),
                                Goal.atMost("REST", 1.2, "REST, 1 million"))),
                pair("A year of two metrics of one node", rest(api, path(end, 365)), sql(YEAR_BY_HAND.formatted(end))),
                pair(
                        "Latest values of one of 10,000 nodes",
                        rest(api, "nodes/bench-04711/telemetry/latest"),
                        sql(LATEST_BY_HAND)),
                new Contest(
                        "Latest values of 10,000 nodes",
                        "ms",
                        List.of(
                                new Contender(
                                        "view",
                                        Side.OURS,
                                        timed(sql("SELECT node_id, metrics::text FROM telemetry_latest"), 3, 10)),
                                new Contender("hand-written SQL", Side.LIMIT, timed(sql(ALL_BY_HAND), 3, 10))),
                        List.of()));
    }

    private static String path(Instant end, int days) {
        return "nodes/bench-00001/telemetry?metrics=cpu.percent,load.1m&from=" + end.minus(Duration.ofDays(days))
                + "&to=" + end;
    }

    private interface Seen {
        void take(Figure figure);
    }

    private List<Contender> day(Api api, Instant end, Seen seen, Query fill) {
        Trial rest = timed(rest(api, path(end, 1)), WARM_UP, QUERIES);
        Trial hand = timed(sql(DAY_BY_HAND.formatted(end)), WARM_UP, QUERIES);
        return List.of(
                new Contender("REST", Side.OURS, timing -> {
                    fill.ask();
                    Figure figure = rest.run(timing);
                    seen.take(figure);
                    return figure;
                }),
                new Contender("hand-written SQL", Side.LIMIT, hand));
    }

    private static List<Contender> with(List<Contender> contenders, Contender more) {
        List<Contender> all = new ArrayList<>(contenders);
        all.add(more);
        return all;
    }

    private static Contest pair(String title, Query rest, Query hand) {
        return new Contest(
                title,
                "ms",
                List.of(
                        new Contender("REST", Side.OURS, timed(rest, WARM_UP, QUERIES)),
                        new Contender("hand-written SQL", Side.LIMIT, timed(hand, WARM_UP, QUERIES))),
                List.of(Goal.atMost("REST", 1.1, "hand-written SQL")));
    }

    private static Query rest(Api api, String path) {
        return () -> api.get(path);
    }

    private Query sql(String sql) {
        return () -> {
            try (PreparedStatement statement =
                            Objects.requireNonNull(connection).prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        rows.getObject(i);
                    }
                }
            }
        };
    }

    private static Trial timed(Query query, int warmUp, int queries) {
        return timing -> {
            for (int i = 0; i < warmUp; i++) {
                query.ask();
            }
            double[] millis = new double[queries];
            for (int i = 0; i < queries; i++) {
                long begin = System.nanoTime();
                query.ask();
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(millis);
            return Figure.of(Numbers.percentile(millis, 0.5)).with("p99 ms", Numbers.percentile(millis, 0.99));
        };
    }

    @Override
    public void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }
}
