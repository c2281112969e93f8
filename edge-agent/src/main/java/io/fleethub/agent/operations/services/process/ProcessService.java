package io.fleethub.agent.operations.services.process;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.ServiceControl;
import io.fleethub.agent.operations.services.ServiceException;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.scheduling.AgentThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises one service that is a child process of the agent.
 *
 * <p>State is guarded by this object's monitor, which is held for short steps only; waiting for a process to end
 * happens outside of it. Commands act from the worker, supervision from the thread of {@code timer}.
 */
public final class ProcessService implements ServiceControl, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessService.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long LOG_CAP = 10L * 1024 * 1024;
    private static final int LOG_FILES = 3;

    private final ServiceConfig.Supervised spec;
    private final ProcessLauncher launcher;
    private final RunRecords records;
    private final String bootId;
    private final RestartPolicy policy;
    private final Clock clock;
    private final AgentThread timer;
    private final CappedLog log;

    private boolean wanted = true;
    private boolean closed;
    private long restarts;
    private int shortLives;
    private Instant changed;
    private @Nullable ChildProcess child;
    private AgentThread.@Nullable Planned nextStart;
    private AgentThread.@Nullable Planned looking;

    /** What a process service needs from around it. */
    public record Surroundings(
            Path home, RunRecords records, String bootId, RestartPolicy policy, Clock clock, AgentThread timer) {}

    public ProcessService(ServiceConfig.Supervised spec, Surroundings around) {
        this.spec = spec;
        this.launcher = new ProcessLauncher(spec, new ProcessMark(around.home(), spec.name()), around.clock());
        this.records = around.records();
        this.bootId = around.bootId();
        this.policy = around.policy();
        this.clock = around.clock();
        this.timer = around.timer();
        this.log = new CappedLog(spec.logFile(), LOG_CAP, LOG_FILES);
        this.changed = clock.instant();
    }

    /** Takes over what an earlier agent left running, or starts the service, unless it was stopped in this boot. */
    public synchronized void begin() {
        Optional<RunRecord> left =
                records.find(spec.name()).filter(known -> known.bootId().equals(bootId));
        wanted = left.map(RunRecord::wanted).orElse(true);
        restarts = left.map(RunRecord::restarts).orElse(0L);
        Optional<ChildProcess> alive = left.flatMap(launcher::find);
        if (alive.isPresent() && wanted) {
            LOG.info(
                    "event=service.taken_over service={} pid={}",
                    spec.name(),
                    alive.get().pid());
            adopt(alive.get());
        } else {
            alive.ifPresent(unwanted -> unwanted.handle().destroyForcibly());
            launcher.killLeftOvers();
            if (wanted) {
                startOrTryLater();
            }
        }
        looking = timer.every(LOOK, this::look);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public synchronized ServiceStatus status() {
        ChildProcess now = child;
        if (now != null && now.alive()) {
            ProcUsage usage = ProcUsage.of(now.handle());
            return new ServiceStatus(
                    RunState.RUNNING, now.pid(), now.since(), restarts, usage.residentBytes(), usage.cpuNanos());
        }
        return new ServiceStatus(wanted ? RunState.FAILED : RunState.STOPPED, null, changed, restarts, null, null);
    }

    @Override
    public synchronized void start(Duration limit) throws ServiceException {
        if (closed) {
            throw new ServiceException("the agent is going down");
        }
        cancelNextStart();
        wanted = true;
        shortLives = 0;
        if (child != null && child.alive()) {
            return;
        }
        try {
            launch();
        } catch (IOException e) {
            changed = clock.instant();
            save();
            scheduleStart();
            throw new ServiceException(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop(Duration limit) throws ServiceException, InterruptedException {
        Optional<ChildProcess> running = release(false);
        if (running.isPresent()) {
            end(running.get(), limit);
            LOG.info(
                    "event=service.stopped service={} pid={}",
                    spec.name(),
                    running.get().pid());
        }
    }

    @Override
    public void restart(Duration limit) throws ServiceException, InterruptedException {
        Optional<ChildProcess> running = release(true);
        boolean ended = false;
        try {
            if (running.isPresent()) {
                end(running.get(), limit);
            }
            ended = true;
        } finally {
            if (!ended) {
                startLater();
            }
        }
        start(limit);
    }

    /** A restart that broke off half-way must not leave the service stopped. */
    private synchronized void startLater() {
        if (!closed) {
            scheduleStart();
        }
    }

    /** Ends the service with the agent; it is wanted as before when the next agent begins. */
    @Override
    public void close() {
        Optional<ChildProcess> running;
        synchronized (this) {
            closed = true;
            running = release(wanted);
            if (looking != null) {
                looking.cancel();
            }
        }
        try {
            if (running.isPresent()) {
                end(running.get(), policy.grace().multipliedBy(2));
            }
        } catch (ServiceException e) {
            LOG.warn("event=service.left_running service={} reason=\"{}\"", spec.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the child out of supervision, so that its end is no crash; remembers whether it shall run. */
    private synchronized Optional<ChildProcess> release(boolean stillWanted) {
        cancelNextStart();
        ChildProcess released = child;
        wanted = stillWanted;
        changed = clock.instant();
        // The record keeps the pid until another child takes its place: the next agent must find it if we die here.
        save();
        child = null;
        return Optional.ofNullable(released);
    }

    private void end(ChildProcess running, Duration limit) throws ServiceException, InterruptedException {
        Duration half = limit.dividedBy(2);
        try {
            launcher.end(running, policy.grace().compareTo(half) < 0 ? policy.grace() : half);
        } catch (IllegalStateException e) {
            throw new ServiceException(spec.name() + ": " + e.getMessage(), e);
        }
    }

    private synchronized void look() {
        try {
            log.rotateIfFull();
        } catch (IOException e) {
            LOG.warn("event=service.log_not_rotated service={} reason=\"{}\"", spec.name(), e.toString());
        }
        ChildProcess now = child;
        if (now != null && !now.alive()) {
            ended(now);
        }
    }

    /** The child ended by itself: start it again after a pause that grows while its lives stay short. */
    private synchronized void ended(ChildProcess gone) {
        if (closed || !gone.equals(child)) {
            return;
        }
        child = null;
        changed = clock.instant();
        launcher.killLeftOvers();
        boolean stable = Duration.between(gone.since(), changed).compareTo(policy.stableAfter()) >= 0;
        shortLives = stable ? 0 : shortLives;
        LOG.warn("event=service.crashed service={} pid={}", spec.name(), gone.pid());
        scheduleStart();
    }

    private void scheduleStart() {
        Duration pause = policy.pause(shortLives);
        shortLives++;
        nextStart = timer.after(pause, this::startAgain);
    }

    private synchronized void startAgain() {
        if (closed || !wanted || child != null) {
            return;
        }
        restarts++;
        startOrTryLater();
    }

    private void startOrTryLater() {
        try {
            launch();
        } catch (IOException e) {
            LOG.warn("event=service.not_started service={} reason=\"{}\"", spec.name(), e.getMessage());
            scheduleStart();
        }
    }

    private void launch() throws IOException {
        changed = clock.instant();
        // Without a pid on record the next agent takes over what it finds with the mark, should we die in between.
        save();
        ChildProcess started = launcher.launch();
        LOG.info("event=service.started service={} pid={}", spec.name(), started.pid());
        adopt(started);
    }

    private void adopt(ChildProcess started) {
        child = started;
        changed = started.since();
        save();
        CompletableFuture<Void> unused = started.handle().onExit().thenRun(() -> timer.execute(() -> ended(started)));
    }

    private void cancelNextStart() {
        if (nextStart != null) {
            nextStart.cancel();
            nextStart = null;
        }
    }

    private void save() {
        ChildProcess now = child;
        records.save(
                now == null
                        ? new RunRecord(spec.name(), wanted, bootId, null, null, changed, restarts)
                        : new RunRecord(
                                spec.name(), wanted, bootId, now.pid(), now.startTicks(), now.since(), restarts));
    }
}
