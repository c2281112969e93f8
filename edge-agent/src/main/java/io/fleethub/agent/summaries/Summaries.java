package io.fleethub.agent.summaries;

import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.agent.storage.Migration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** The table of daily summaries, kept for a year; months are added up from it. Thread-safe by the database. */
public final class Summaries {

    public static final List<Migration> MIGRATIONS = List.of(Migration.of(
            "summaries",
            1,
            "create table metric_day(metric text not null, day integer not null, min real not null, max real not null,"
                    + " sum real not null, last real not null, count integer not null, primary key (metric, day))"
                    + " without rowid",
            "create table metric_day_through(one integer primary key check (one = 1), day integer not null)"));

    private static final int DAYS_KEPT = 366;

    private final AgentDatabase database;

    public Summaries(AgentDatabase database) {
        this.database = database;
    }

    /** The names that have summaries, in order. */
    public List<String> metrics() {
        return database.read(connection -> {
            List<String> names = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select distinct metric from metric_day order by metric")) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        });
    }

    /** The days of a metric since then, the oldest first; today is not among them. */
    public List<MetricSummary> days(String metric, LocalDate since) {
        return database.read(connection -> {
            List<MetricSummary> days = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("select day, min, max, sum, last, count"
                    + " from metric_day where metric = ? and day >= ? order by day")) {
                select.setString(1, metric);
                select.setLong(2, since.toEpochDay());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        long count = row.getLong(6);
                        days.add(new MetricSummary(
                                metric,
                                LocalDate.ofEpochDay(row.getLong(1)),
                                row.getDouble(2),
                                row.getDouble(3),
                                row.getDouble(4) / count,
                                row.getDouble(5),
                                count));
                    }
                }
            }
            return days;
        });
    }

    /** The months of a metric since then, the oldest first, of the days that are kept. */
    public List<MetricSummary> months(String metric, LocalDate since) {
        List<MetricSummary> months = new ArrayList<>();
        for (MetricSummary day : days(metric, since.withDayOfMonth(1))) {
            LocalDate first = day.from().withDayOfMonth(1);
            int last = months.size() - 1;
            if (last >= 0 && months.get(last).from().equals(first)) {
                months.set(last, both(months.get(last), day));
            } else {
                months.add(
                        new MetricSummary(metric, first, day.min(), day.max(), day.average(), day.last(), day.count()));
            }
        }
        return months;
    }

    private static MetricSummary both(MetricSummary month, MetricSummary day) {
        long count = month.count() + day.count();
        return new MetricSummary(
                month.metric(),
                month.from(),
                Math.min(month.min(), day.min()),
                Math.max(month.max(), day.max()),
                (month.average() * month.count() + day.average() * day.count()) / count,
                day.last(),
                count);
    }

    /** The last day that is folded; empty before the first. */
    Optional<LocalDate> through() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select day from metric_day_through")) {
                return row.next() ? Optional.of(LocalDate.ofEpochDay(row.getLong(1))) : Optional.empty();
            }
        });
    }

    /** Keeps all days up to one, in one transaction, so that none is folded twice or left out. */
    CompletableFuture<LocalDate> keep(SortedMap<LocalDate, DayFold> days, LocalDate through) {
        return database.write(connection -> {
            for (Map.Entry<LocalDate, DayFold> day : days.entrySet()) {
                insert(connection, day.getKey().toEpochDay(), day.getValue());
            }
            try (PreparedStatement raise =
                    connection.prepareStatement("insert or replace into metric_day_through values (1, ?)")) {
                raise.setLong(1, through.toEpochDay());
                raise.executeUpdate();
            }
            try (PreparedStatement prune = connection.prepareStatement("delete from metric_day where day < ?")) {
                prune.setLong(1, through.toEpochDay() - DAYS_KEPT);
                prune.executeUpdate();
            }
            return through;
        });
    }

    private static void insert(Connection connection, long day, DayFold fold) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert or replace into metric_day values (?, ?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<String, DayFold.Values> metric : fold.metrics().entrySet()) {
                insert.setString(1, metric.getKey());
                insert.setLong(2, day);
                insert.setDouble(3, metric.getValue().min());
                insert.setDouble(4, metric.getValue().max());
                insert.setDouble(5, metric.getValue().sum());
                insert.setDouble(6, metric.getValue().last());
                insert.setLong(7, metric.getValue().count());
                insert.executeUpdate();
            }
        }
    }
}
