package io.fleethub.agent.local.page;

import io.fleethub.agent.telemetry.apps.AppMetrics;
import java.util.Map;
import java.util.TreeMap;

/** What applications handed in. Stateless. */
final class AppsSection {

    private final AppMetrics metrics;

    AppsSection(AppMetrics metrics) {
        this.metrics = metrics;
    }

    String html() {
        Map<String, Object> values = new TreeMap<>(metrics.current());
        if (values.isEmpty()) {
            return "<p class=\"none\">Nothing in the last " + PlainWords.duration(metrics.maxAge()) + ".</p>";
        }
        StringBuilder html = new StringBuilder("<dl>");
        values.forEach((name, value) -> html.append(Html.fact(name, Html.text(String.valueOf(value)))));
        return html.append("</dl>").toString();
    }
}
