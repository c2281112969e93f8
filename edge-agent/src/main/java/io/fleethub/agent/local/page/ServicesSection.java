package io.fleethub.agent.local.page;

import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.operations.services.RunState;
import io.fleethub.agent.operations.services.SeenService;
import io.fleethub.agent.operations.services.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services that this node may start and stop. Stateless. */
final class ServicesSection {

    private static final String UNKNOWN = "–";

    private final LocalSources sources;

    ServicesSection(LocalSources sources) {
        this.sources = sources;
    }

    String html() {
        List<SeenService> services = sources.services().get();
        if (services.isEmpty()) {
            return "<p class=\"none\">The configuration lists no services.</p>";
        }
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr><th scope=\"col\">Service</th>"
                + "<th scope=\"col\">State</th><th scope=\"col\">For</th><th scope=\"col\">Restarts</th>"
                + "<th scope=\"col\">CPU</th><th scope=\"col\">Memory</th></tr></thead><tbody>");
        services.forEach(seen -> row(html, seen));
        return html.append("</tbody></table></div>").toString();
    }

    private void row(StringBuilder html, SeenService seen) {
        html.append("<tr><th scope=\"row\">").append(Html.text(seen.name())).append("</th>");
        ServiceStatus status = seen.status();
        if (status == null) {
            html.append("<td colspan=\"5\"><span class=\"state bad\">cannot be looked at</span></td></tr>");
            return;
        }
        html.append("<td data-label=\"State\"><span class=\"state ")
                .append(mood(status.state()))
                .append("\">");
        html.append(words(status.state())).append("</span></td>");
        cell(html, "For", since(status.since()));
        cell(html, "Restarts", PlainWords.count(status.restarts()));
        cell(html, "CPU", seen.cpuPercent() == null ? UNKNOWN : PlainWords.percent(seen.cpuPercent()));
        cell(html, "Memory", status.memoryBytes() == null ? UNKNOWN : PlainWords.bytes(status.memoryBytes()));
        html.append("</tr>");
    }

    private String since(@Nullable Instant since) {
        return since == null
                ? UNKNOWN
                : PlainWords.duration(Duration.between(since, sources.clock().now()));
    }

    /** With its column's name, which stands beside it on a narrow screen. */
    private static void cell(StringBuilder html, String column, String text) {
        html.append("<td data-label=\"")
                .append(column)
                .append("\">")
                .append(Html.text(text))
                .append("</td>");
    }

    private static String mood(RunState state) {
        return switch (state) {
            case RUNNING -> "good";
            case STOPPED -> "busy";
            case FAILED -> "bad";
        };
    }

    private static String words(RunState state) {
        return switch (state) {
            case RUNNING -> "runs";
            case STOPPED -> "stopped";
            case FAILED -> "failed";
        };
    }
}
