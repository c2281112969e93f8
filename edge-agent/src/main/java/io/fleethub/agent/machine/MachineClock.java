package io.fleethub.agent.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wall clock, the time since boot, and whether the first can be believed: when the system says that it is
 * synchronised, or when the hub's time agreed with it and it has not been moved against the time since boot. The second
 * way also works in a container, where the host's time service cannot be asked. Thread-safe.
 */
public final class MachineClock {

    private static final Duration AGREES_WITHIN = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final Path root;
    private final BootId bootId;
    private final long startNanos = System.nanoTime();
    private volatile @Nullable Instant agreedBootTime;
    private volatile @Nullable HubWord hubWord;

    /** @param root the root of the file system; a test's folder in tests */
    public MachineClock(InstantSource wall, Path root) {
        this.wall = wall;
        this.root = root;
        this.bootId = BootId.read(root);
    }

    private record HubWord(Instant time, long atNanos) {}

    public BootId bootId() {
        return bootId;
    }

    /** To the millisecond: what is finer is noise and costs bytes. */
    public Instant now() {
        return wall.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Since the boot that {@link #bootId} names. */
    public Duration uptime() {
        try {
            String text = Files.readString(root.resolve("proc/uptime"));
            return Duration.ofMillis((long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000));
        } catch (IOException | RuntimeException e) {
            // then the agent's start stands in for the boot, as it does in BootId
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }

    /** Takes the hub's word for the time; it has just arrived. */
    public void hubSaid(Instant hubTime) {
        hubWord = new HubWord(hubTime, System.nanoTime());
        boolean agrees = apart(hubTime, wall.instant()).compareTo(AGREES_WITHIN) <= 0;
        agreedBootTime = agrees ? bootTime() : null;
    }

    /** The hub's time, carried on without the wall clock; empty before the hub's first word. */
    public Optional<Instant> hubTime() {
        HubWord word = hubWord;
        return word == null ? Optional.empty() : Optional.of(word.time().plusNanos(System.nanoTime() - word.atNanos()));
    }

    /** How long ago the hub said something; empty before its first word. */
    public Optional<Duration> hubSilentFor() {
        HubWord word = hubWord;
        return word == null ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - word.atNanos()));
    }

    public boolean synced() {
        Instant agreed = agreedBootTime;
        if (agreed != null && apart(agreed, bootTime()).compareTo(AGREES_WITHIN) <= 0) {
            return true;
        }
        return Files.exists(root.resolve("run/systemd/timesync/synchronized"));
    }

    /** When the machine was booted by the wall clock; moves when the wall clock is moved. */
    private Instant bootTime() {
        return wall.instant().minus(uptime());
    }

    private static Duration apart(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }
}
