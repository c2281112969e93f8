package io.fleethub.agent.operations.services.systemd;

import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.operations.services.ServiceControl;
import io.fleethub.agent.operations.services.ServiceException;
import io.fleethub.agent.operations.services.ServiceStatus;
import io.fleethub.agent.operations.tool.ToolOutput;
import io.fleethub.agent.operations.tool.ToolRunner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A systemd unit of the node, by {@code systemctl} with fixed arguments; the unit's name comes from the node's own
 * configuration.
 *
 * <p>Thread-safe, without state: systemd keeps it.
 */
public final class SystemdService implements ServiceControl {

    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final String unit;
    private final String systemctl;
    private final ToolRunner tools;
    private final Clock clock;
    private final LongSupplier monotonicNanos;

    /**
     * @param systemctl path or name of the program
     * @param monotonicNanos the kernel's CLOCK_MONOTONIC, which {@code System::nanoTime} is on Linux
     */
    public SystemdService(
            ServiceConfig.Systemd service,
            String systemctl,
            ToolRunner tools,
            Clock clock,
            LongSupplier monotonicNanos) {
        this.name = service.name();
        this.unit = service.unit();
        this.systemctl = systemctl;
        this.tools = tools;
        this.clock = clock;
        this.monotonicNanos = monotonicNanos;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServiceStatus status() throws ServiceException, InterruptedException {
        ToolOutput shown = systemctl(LOOK_LIMIT, "show", "--property=" + String.join(",", UnitProperties.ASKED));
        if (!shown.result().succeeded()) {
            throw new ServiceException("systemctl show " + unit + ": " + shown.complaint());
        }
        UnitProperties properties = new UnitProperties(shown.text());
        if (!properties.loaded()) {
            throw new ServiceException("systemd knows no unit " + unit);
        }
        return properties.status(clock, monotonicNanos.getAsLong() / 1000);
    }

    @Override
    public void start(Duration limit) throws ServiceException, InterruptedException {
        act("start", limit);
    }

    @Override
    public void stop(Duration limit) throws ServiceException, InterruptedException {
        act("stop", limit);
    }

    @Override
    public void restart(Duration limit) throws ServiceException, InterruptedException {
        act("restart", limit);
    }

    private void act(String verb, Duration limit) throws ServiceException, InterruptedException {
        ToolOutput said = systemctl(limit, "--no-ask-password", verb);
        if (!said.result().succeeded()) {
            throw new ServiceException("systemctl " + verb + " " + unit + ": " + said.complaint());
        }
    }

    private ToolOutput systemctl(Duration limit, String... verb) throws ServiceException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(systemctl, "--no-pager"));
        command.addAll(List.of(verb));
        command.add("--");
        command.add(unit);
        try {
            return tools.run(command, limit);
        } catch (IOException e) {
            throw new ServiceException("systemctl cannot be run: " + e.getMessage(), e);
        }
    }
}
