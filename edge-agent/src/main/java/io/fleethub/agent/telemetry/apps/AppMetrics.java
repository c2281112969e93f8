package io.fleethub.agent.telemetry.apps;

import io.fleethub.agent.config.AppMetricsConfig;
import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.agent.telemetry.HostProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last value of each metric that applications handed in, until it is too old. Thread-safe; samples are taken on one
 * thread.
 */
public final class AppMetrics implements HostProbe {

    private static final Logger LOG = LoggerFactory.getLogger(AppMetrics.class);

    private final AppMetricsConfig limits;
    private final @Nullable AppMetricsFile file;
    private final ErrorLog errors;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Given> posted = new LinkedHashMap<>();
    private Map<String, Given> fromFile = Map.of();
    private String lastComplaint = "";

    private record Given(Object value, long atNanos) {}

    public AppMetrics(AppMetricsConfig limits, ErrorLog errors, InstantSource clock, LongSupplier nanos) {
        this.limits = limits;
        Path path = limits.file();
        this.file = path == null ? null : new AppMetricsFile(path, limits.maxBytes());
        this.errors = errors;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** How long a value is repeated. */
    public Duration maxAge() {
        return limits.maxAge();
    }

    /** What one request may hold. */
    public int maxBytes() {
        return limits.maxBytes();
    }

    /**
     * Takes all of a request or nothing; other names keep their values.
     *
     * @return how many names it had
     */
    public synchronized int post(byte[] json) throws RefusedMetricsException {
        Map<String, Object> metrics = AppMetricsReader.read(json);
        forgetOld();
        checkCount(metrics.keySet(), posted.keySet(), fromFile.keySet());
        metrics.forEach((name, value) -> posted.put(name, new Given(value, nanos.getAsLong())));
        return metrics.size();
    }

    /** Looks at the file, too. */
    @Override
    public Map<String, Object> sample() {
        if (file != null) {
            look(file);
        }
        return current();
    }

    /** The values that are not too old. */
    public synchronized Map<String, Object> current() {
        forgetOld();
        Map<String, Object> current = new LinkedHashMap<>();
        fromFile.forEach((name, given) -> current.put(name, given.value()));
        posted.forEach((name, given) -> current.put(name, given.value()));
        return Collections.unmodifiableMap(current);
    }

    private void look(AppMetricsFile watched) {
        try {
            watched.changed().ifPresent(this::replaceFromFile);
            lastComplaint = "";
        } catch (RefusedMetricsException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private synchronized void replaceFromFile(AppMetricsFile.Content content) {
        try {
            checkCount(content.metrics().keySet(), posted.keySet(), Set.of());
        } catch (RefusedMetricsException e) {
            complain(String.valueOf(e.getMessage()));
            return;
        }
        // the file may have been written long before this agent was started
        Duration age = Duration.between(content.modified().toInstant(), clock.instant());
        if (age.compareTo(limits.maxAge()) > 0) {
            fromFile = Map.of();
            return;
        }
        long at = nanos.getAsLong() - Math.max(0, age.toNanos());
        Map<String, Given> replaced = new LinkedHashMap<>();
        content.metrics().forEach((name, value) -> replaced.put(name, new Given(value, at)));
        fromFile = replaced;
    }

    private void checkCount(Set<String> first, Set<String> second, Set<String> third) throws RefusedMetricsException {
        Set<String> all = new HashSet<>(first);
        all.addAll(second);
        all.addAll(third);
        if (all.size() > limits.maxMetrics()) {
            throw new RefusedMetricsException(
                    "", "makes " + all.size() + " names, at most " + limits.maxMetrics() + " are kept");
        }
    }

    private void forgetOld() {
        long oldest = nanos.getAsLong() - limits.maxAge().toNanos();
        posted.values().removeIf(given -> given.atNanos() - oldest < 0);
        if (fromFile.values().stream().anyMatch(given -> given.atNanos() - oldest < 0)) {
            fromFile = Map.of();
        }
    }

    /** Once for each trouble, not with each sample. */
    private void complain(String problem) {
        if (!problem.equals(lastComplaint)) {
            lastComplaint = problem;
            LOG.warn("event=app_metrics.refused file={} detail=\"{}\"", limits.file(), problem);
            errors.add("APP_METRICS_REFUSED", "appMetrics/file " + problem);
        }
    }
}
