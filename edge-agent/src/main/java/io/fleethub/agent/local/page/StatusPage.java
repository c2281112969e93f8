package io.fleethub.agent.local.page;

import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.machine.MachineClock;
import io.fleethub.agent.outbox.OutboxView;
import io.fleethub.schemas.message.TelemetryReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page as a whole and in its sections. Thread-safe: rendered at most once a second, whoever looks.
 */
public final class StatusPage {

    private static final String TEMPLATE = "status.html";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9-]+)}}");
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final LocalSources sources;
    private final History history = new History(System::nanoTime);
    private final HistoryFill fill;
    private final ConnectionSection connection;
    private final MachineSection machine;
    private final ServicesSection services;
    private final OutboxSection outbox;
    private final AppsSection apps;
    private final ErrorsSection errors;
    private final String template = load();
    private final String policy = policy();
    private Map<String, String> rendered = Map.of();
    private long renderedNanos;

    public StatusPage(LocalSources sources) {
        this.sources = sources;
        this.fill = new HistoryFill(sources.outbox(), sources.clock(), history);
        this.connection = new ConnectionSection(sources);
        this.machine = new MachineSection(sources, history);
        this.services = new ServicesSection(sources);
        this.outbox = new OutboxSection(sources);
        this.apps = new AppsSection(sources.appMetrics());
        this.errors = new ErrorsSection(sources.errors());
    }

    private static String load() {
        try (InputStream in = StatusPage.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException(TEMPLATE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the kept reports into the history; from one thread, now and again. */
    public void fillHistory() {
        fill.fillIfNeeded();
    }

    /** Takes what was just measured into the history. */
    public void measured(TelemetryReport report) {
        history.add(report.metrics(), Duration.ZERO);
    }

    /** HTML by the id of the element that it belongs into. */
    public synchronized Map<String, String> sections() {
        long now = System.nanoTime();
        if (rendered.isEmpty() || now - renderedNanos >= FRESH_NANOS) {
            rendered = render();
            renderedNanos = now;
        }
        return rendered;
    }

    private Map<String, String> render() {
        OutboxView view = sources.outbox().view();
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("about", about());
        BudgetView budget = sources.budget().get();
        sections.put("connection", connection.html(view, budget));
        sections.put("budget", BudgetSection.html(budget));
        sections.put("services", services.html());
        sections.put("outbox", outbox.html(view));
        sections.put("errors", errors.html());
        machine.into(sections);
        sections.put("apps", apps.html());
        return sections;
    }

    private String about() {
        MachineClock clock = sources.clock();
        return "Machine up for " + PlainWords.duration(clock.uptime()) + ". It says that it is "
                + PlainWords.time(clock.now()) + (clock.synced() ? "." : ", which nothing confirms yet.")
                + " Agent " + Html.text(sources.agentVersion()) + ".";
    }

    /** The whole page, with all sections in it. */
    public String html() {
        Map<String, String> parts = new HashMap<>(sections());
        parts.put("node", Html.text(sources.config().nodeId().value()));
        // in one pass: what a section says is never looked into again
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
    }

    /** Allows this page's own style and script, by their hashes, and its event stream; nothing else. */
    public String contentSecurityPolicy() {
        return policy;
    }

    private String policy() {
        return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self';"
                + " img-src data:; style-src '" + hashOf("style") + "'; script-src '" + hashOf("script") + "'";
    }

    private String hashOf(String element) {
        int from = template.indexOf("<" + element + ">") + element.length() + 2;
        String content = template.substring(from, template.indexOf("</" + element + ">"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
