package io.fleethub.standalone.launch;

import io.fleethub.standalone.demo.DemoNodes;
import io.fleethub.standalone.demo.DemoNodes.DemoNode;
import io.fleethub.standalone.folder.DataFolder;
import io.fleethub.standalone.folder.Secrets;
import io.fleethub.standalone.folder.Secrets.Secret;
import io.fleethub.standalone.options.Listeners;
import io.fleethub.standalone.options.Options;
import io.fleethub.standalone.options.Verb;
import io.fleethub.standalone.pki.Pki;
import io.fleethub.standalone.pki.TlsFiles;
import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.postgres.Roles;
import io.fleethub.standalone.process.RunRecords;
import io.fleethub.standalone.process.Supervisor;
import io.fleethub.standalone.process.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One launch from the data folder's lock to READY, and the way back. {@link #run} is for the main thread, {@link
 * #close} for the shutdown hook.
 */
public final class Launcher implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(30);
    private static final Duration BROKER_LIMIT = Duration.ofMinutes(2);
    private static final Duration HUB_LIMIT = Duration.ofMinutes(3);
    private static final Duration BRIDGE_LIMIT = Duration.ofMinutes(1);
    private static final Duration AGENT_LIMIT = Duration.ofMinutes(1);

    private final Options options;
    private final Terminal terminal;
    private final CurrentUser user;
    private final DataFolder folder;
    private final Supervisor supervisor;
    private final Announcement announcement;
    private final SecureRandom random = new SecureRandom();
    private final PortChooser ports = new PortChooser(random);
    private final Clock clock = Clock.systemUTC();
    private final Path home;

    private Launcher(Options options, Path home, Terminal terminal, CurrentUser user, DataFolder folder) {
        this.options = options;
        this.home = home;
        this.terminal = terminal;
        this.user = user;
        this.folder = folder;
        RunRecords records = new RunRecords(folder.folder("run"));
        records.endLeftovers(LEFTOVER_GRACE, terminal::say);
        this.announcement = new Announcement(new ReadyFile(folder.ready()));
        this.announcement.withdraw();
        this.supervisor = new Supervisor(folder.folder("logs"), records, terminal, announcement::refresh, clock);
        this.announcement.watch(supervisor);
    }

    /**
     * Takes the data folder and ends what a killed launcher left in it; {@code home} is where the build is. A first start
     * that is refused for its ports leaves no folder behind; in a folder that is there the ports may still be held by what a
     * killed launcher left, so they are checked after that has ended.
     */
    public static Launcher open(Options options, Path home, Terminal terminal) {
        CurrentUser user = CurrentUser.detect();
        if (!Files.exists(options.data())) {
            chooseEndpoints(options, new SecureRandom());
        }
        return new Launcher(options, home, terminal, user, DataFolder.open(options.data(), user));
    }

    /** Starts everything and returns when READY was said. */
    public void run() {
        Endpoints endpoints = chooseEndpoints(options, random);
        Path secretsFolder = folder.folder("secrets");
        Secrets secrets = new Secrets(secretsFolder, random);
        FirstAdministrator administrator = new FirstAdministrator(secretsFolder, secrets, options.adminEmail());
        Roles roles = roles(secrets);
        TlsFiles tls = tls(options.listeners());
        Applications applications = new Applications(home, folder.folder("app"));
        FleetChildren children = new FleetChildren(folder, secrets, tls, endpoints, applications);

        Database database = new Database(folder, secrets, roles, supervisor, user);
        String databaseUrl = options.database().isPresent()
                ? database.brought(options.database().get(), terminal)
                : database.embedded(endpoints.ports().postgres());
        supervisor.start(children.broker(options));
        supervisor.start(children.hub(options, databaseUrl, administrator));
        awaitBrokerAndHub(endpoints);

        List<String> nodeIds =
                options.verb() == Verb.DEMO ? startNodes(children, endpoints, tls, administrator) : List.of();
        announcement.make(endpoints, roles.urlAs(databaseUrl, "fleet_verifier"), administrator, nodeIds);
        terminal.line(
                "READY " + endpoints.hub() + " (" + endpoints.hubOverTls() + "): " + administrator.introduction());
        administrator.wasShown();
    }

    private static Endpoints chooseEndpoints(Options options, SecureRandom random) {
        boolean withPostgres = options.database().isEmpty();
        return Endpoints.choose(options.listeners(), options.ports(), withPostgres, new PortChooser(random));
    }

    private void awaitBrokerAndHub(Endpoints endpoints) {
        HubHealth health = new HubHealth(endpoints.hub());
        supervisor.awaitHealthy(
                FleetChildren.BROKER, () -> supervisor.hasPrinted(FleetChildren.BROKER, "BROKER READY"), BROKER_LIMIT);
        supervisor.awaitHealthy(FleetChildren.HUB, health::isReady, HUB_LIMIT);
        if (hasBridge()) {
            supervisor.awaitHealthy(FleetChildren.HUB, health::isBridged, BRIDGE_LIMIT);
        }
    }

    /** A hub that was told of no broker serves and hears no node: whoever measures or repairs wants the broker alone. */
    private boolean hasBridge() {
        return !"".equals(options.hubSettings().get("fleet.bridge.broker-uri"));
    }

    private List<String> startNodes(
            FleetChildren children, Endpoints endpoints, TlsFiles tls, FirstAdministrator administrator) {
        List<DemoNode> nodes = new DemoNodes(
                        folder.folder("nodes"),
                        tls.ca(),
                        options.timing(),
                        () -> ports.choose("a node's page", LOOPBACK, 0))
                .prepare(
                        options.demoNodes(),
                        List.of(endpoints.mqtts(), endpoints.wss(), endpoints.mqtt()),
                        endpoints.hub(),
                        administrator.email(),
                        administrator::password);
        for (DemoNode node : nodes) {
            supervisor.start(children.agent(node.nodeId(), node.configFile()));
        }
        for (DemoNode node : nodes) {
            supervisor.awaitHealthy(
                    node.nodeId(), () -> supervisor.hasPrinted(node.nodeId(), "AGENT READY"), AGENT_LIMIT);
            terminal.say(node.nodeId() + " shows itself at " + node.page());
        }
        return nodes.stream().map(DemoNode::nodeId).toList();
    }

    private TlsFiles tls(Listeners listeners) {
        Pki pki = new Pki(folder.folder("pki"), random, clock.instant());
        return listeners.given().map(pki::given).orElseGet(() -> pki.own(hostName(), listeners.tlsNames()));
    }

    private static Roles roles(Secrets secrets) {
        return new Roles(Map.of(
                "fleet_owner", secrets.value(Secret.FLEET_OWNER),
                "fleet_hub", secrets.value(Secret.FLEET_HUB),
                "fleet_ingest", secrets.value(Secret.FLEET_INGEST),
                "fleet_verifier", secrets.value(Secret.FLEET_VERIFIER)));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Ends the children, the last started first, and lets the next launcher into the folder. */
    @Override
    public void close() {
        try {
            announcement.withdraw();
        } catch (RuntimeException e) {
            terminal.say("the file " + folder.ready() + " cannot be removed: " + e.getMessage());
        }
        supervisor.close();
        try {
            folder.close();
        } catch (IOException e) {
            terminal.say("the lock of " + folder.root() + " cannot be released: " + e.getMessage());
        }
    }
}
