package io.fleethub.agent.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fleethub.agent.config.LocalConfig;
import io.fleethub.agent.local.page.StatusPage;
import io.fleethub.agent.outbox.Outbox;
import io.fleethub.agent.scheduling.AgentThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the node's own port by the JDK's small server, on a few threads that end when nobody asks. {@link #start} and
 * {@link #close} once each; a port that cannot be had is tried again, the agent works without it.
 */
public final class LocalPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    private static final Duration LIVE_PACE = Duration.ofSeconds(2);
    private static final Duration LIVE_HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration TEND_EVERY = Duration.ofSeconds(10);
    private static final int BACKLOG = 16;
    private static final int WAITING_AT_MOST = 32;
    private static final int FOR_SHORT_REQUESTS = 2;
    private static final int THREAD_LIFE_SECONDS = 10;

    private final LocalConfig config;
    private final LocalSources sources;
    private final RequestGuard guard;
    private final NodeMetrics metrics;
    private final MetricsInbox inbox;
    private final LiveStreams streams;
    private volatile @Nullable StatusPage page;
    private final AgentThread thread = new AgentThread("agent-local");
    private final ThreadPoolExecutor executor;
    private @Nullable HttpServer server;
    private boolean closed;
    private boolean complained;

    /** @param config with a port */
    public LocalPort(LocalConfig config, LocalSources sources) {
        this.config = config;
        this.sources = sources;
        this.guard = new RequestGuard(config);
        this.metrics = new NodeMetrics(sources);
        this.inbox = new MetricsInbox(sources.appMetrics());
        this.streams = new LiveStreams(() -> openPage().sections(), config.viewers(), LIVE_PACE, LIVE_HEARTBEAT);
        int threads = config.viewers() + FOR_SHORT_REQUESTS;
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                THREAD_LIFE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_AT_MOST),
                run -> {
                    Thread made = new Thread(run, "agent-local-request");
                    made.setDaemon(true);
                    return made;
                });
        executor.allowCoreThreadTimeOut(true);
        boundTheServer();
    }

    /** The JDK reads these once, when its server is loaded; whoever gave them on the command line knew better. */
    private static void boundTheServer() {
        bound("sun.net.httpserver.nodelay", "true");
        bound("sun.net.httpserver.maxReqTime", "10"); // seconds for a whole request
        bound("sun.net.httpserver.idleInterval", "20");
        bound("sun.net.httpserver.maxIdleConnections", "8");
        bound("jdk.httpserver.maxConnections", "64");
    }

    private static void bound(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    public void start() {
        thread.execute(this::open);
        thread.every(TEND_EVERY, () -> {
            streams.dropStalled(System.nanoTime());
            StatusPage open = page;
            if (open != null) {
                open.fillHistory();
            }
        });
    }

    /** Made when somebody looks for the first time: who only wants the metrics need not pay for it. */
    private synchronized StatusPage openPage() {
        StatusPage open = page;
        if (open == null) {
            open = new StatusPage(sources);
            page = open;
            thread.execute(open::fillHistory);
        }
        return open;
    }

    /** The same outbox; the page sees what goes into it. */
    public Outbox watching(Outbox outbox) {
        return report -> {
            StatusPage open = page;
            if (open != null) {
                open.measured(report);
            }
            return outbox.append(report);
        };
    }

    /** Where it listens; empty while it does not. */
    synchronized OptionalInt number() {
        return server == null
                ? OptionalInt.empty()
                : OptionalInt.of(server.getAddress().getPort());
    }

    private synchronized void open() {
        if (closed) {
            return;
        }
        InetAddress address = LocalConfig.literal(config.address()).orElseThrow();
        InetSocketAddress wanted = new InetSocketAddress(address, Objects.requireNonNull(config.port()));
        try {
            HttpServer made = HttpServer.create(wanted, BACKLOG);
            made.setExecutor(executor);
            made.createContext("/", this::handle);
            made.start();
            server = made;
            LOG.info("event=local.listening url={}", url(made.getAddress()));
        } catch (IOException e) {
            if (!complained) {
                LOG.warn("event=local.not_listening address={} detail=\"{}\"", wanted, e.toString());
                sources.errors().add("LOCAL_PORT_FAILED", wanted + ": " + e);
            }
            complained = true;
            thread.after(TRY_AGAIN, this::open);
        }
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Optional<Reply> reply = answer(exchange);
            if (reply.isPresent()) {
                reply.get().send(exchange);
            }
        } catch (IOException e) {
            LOG.debug("event=local.gone detail=\"{}\"", e.toString());
        } catch (RuntimeException e) {
            LOG.error("event=local.failed path={}", exchange.getRequestURI().getPath(), e);
        }
    }

    /** Empty when it has been answered already. */
    private Optional<Reply> answer(HttpExchange exchange) throws IOException {
        Optional<Reply> refusal = guard.refusal(exchange);
        if (refusal.isPresent()) {
            return refusal;
        }
        String method = exchange.getRequestMethod();
        boolean looks = method.equals("GET") || method.equals("HEAD");
        return switch (exchange.getRequestURI().getPath()) {
            case "/" -> Optional.of(looks ? page() : notAllowed("GET, HEAD"));
            case "/events" -> method.equals("GET") ? live(exchange) : Optional.of(notAllowed("GET"));
            case "/metrics" ->
                Optional.of(looks ? Reply.of(PrometheusText.CONTENT_TYPE, metrics.text()) : notAllowed("GET, HEAD"));
            case "/metrics/app" -> Optional.of(method.equals("POST") ? inbox.take(exchange) : notAllowed("POST"));
            default -> Optional.of(Reply.refused(404, "There is only / and /metrics."));
        };
    }

    private Reply page() {
        StatusPage open = openPage();
        return Reply.of("text/html; charset=utf-8", open.html())
                .with("Content-Security-Policy", open.contentSecurityPolicy());
    }

    private Optional<Reply> live(HttpExchange exchange) throws IOException {
        return streams.serve(exchange)
                ? Optional.empty()
                : Optional.of(Reply.refused(503, "As many pages are live as may be: local/viewers says how many.")
                        .with("Retry-After", "10"));
    }

    private static Reply notAllowed(String allowed) {
        return Reply.refused(405, "Only " + allowed + " can be asked here.").with("Allow", allowed);
    }

    @Override
    public void close() {
        HttpServer open;
        synchronized (this) {
            closed = true;
            open = server;
        }
        streams.close();
        executor.shutdown();
        try {
            // time for the streams to say goodbye
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (open != null) {
            open.stop(0);
        }
        thread.close();
    }
}
