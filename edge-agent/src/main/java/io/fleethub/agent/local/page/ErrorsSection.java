package io.fleethub.agent.local.page;

import io.fleethub.agent.presence.ErrorLog;
import io.fleethub.schemas.message.StatusReport.ErrorEntry;
import io.fleethub.schemas.message.StatusReport.ErrorSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The agent's own troubles of the last hour, the newest first. Stateless. */
final class ErrorsSection {

    private final ErrorLog errors;

    ErrorsSection(ErrorLog errors) {
        this.errors = errors;
    }

    String html() {
        ErrorSummary summary = errors.summary();
        List<ErrorEntry> latest = new ArrayList<>(summary.latest() == null ? List.of() : summary.latest());
        if (latest.isEmpty()) {
            return "<p class=\"none\">None in the last hour.</p>";
        }
        Collections.reverse(latest);
        StringBuilder html = new StringBuilder("<ul class=\"errors\">");
        for (ErrorEntry entry : latest) {
            html.append("<li>");
            if (entry.at() != null) {
                html.append(PlainWords.time(entry.at())).append(' ');
            }
            html.append("<code>")
                    .append(Html.text(String.valueOf(entry.code())))
                    .append("</code> ");
            html.append(Html.text(entry.detail() == null ? "" : entry.detail())).append("</li>");
        }
        html.append("</ul>");
        Long all = summary.lastHour();
        if (all != null && all > latest.size()) {
            html.append("<p class=\"under\">").append(PlainWords.count(all)).append(" in the last hour.</p>");
        }
        return html.toString();
    }
}
