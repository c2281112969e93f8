package io.fleethub.agent.local.page;

import io.fleethub.agent.local.LocalSources;
import io.fleethub.agent.outbox.KeptReport;
import io.fleethub.agent.outbox.OutboxView;
import io.fleethub.agent.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What waits for the hub, and what was lost. Stateless. */
final class OutboxSection {

    private final LocalSources sources;

    OutboxSection(LocalSources sources) {
        this.sources = sources;
    }

    String html(OutboxView view) {
        long limit = sources.config().outbox().maxBytes();
        StringBuilder html = new StringBuilder("<dl>");
        html.append(Html.fact("Waiting for the hub", waiting(view)));
        html.append(Html.fact("Confirmed by the hub, kept for a while", PlainWords.count(view.kept(), "report")));
        html.append(Html.fact(
                "Space",
                PlainWords.bytes(view.bytes()) + " of " + PlainWords.bytes(limit)
                        + " <meter min=\"0\" max=\"" + limit + "\" value=\"" + Math.min(view.bytes(), limit)
                        + "\" aria-label=\"Space used by the outbox\"></meter>"));
        html.append(Html.fact("Lost because it was full", lost(view.dropped())));
        html.append(Html.fact("Given up because the hub never took it", lost(view.refused())));
        return html.append("</dl>").toString();
    }

    private String waiting(OutboxView view) {
        String count = PlainWords.count(view.waiting(), "report");
        return view.waiting() == 0
                ? count
                : count
                        + oldest().map(age -> ", the oldest from " + PlainWords.duration(age) + " ago")
                                .orElse("");
    }

    private Optional<Duration> oldest() {
        try {
            return sources.outbox().oldestWaiting().flatMap(this::age);
        } catch (StorageException e) {
            return Optional.empty(); // the errors below say what is wrong with the disk
        }
    }

    /** By the time since boot where it can be: it is right also while the clock is wrong. */
    private Optional<Duration> age(KeptReport kept) {
        Long uptime = kept.report().uptimeMs();
        if (uptime != null && kept.bootId().equals(sources.clock().bootId().value())) {
            return Optional.of(sources.clock().uptime().minusMillis(uptime));
        }
        Instant sampledAt = kept.report().sampledAt();
        return Optional.ofNullable(sampledAt)
                .map(at -> Duration.between(at, sources.clock().now()));
    }

    private static String lost(long reports) {
        return reports == 0
                ? "nothing"
                : "<span class=\"state bad\">" + PlainWords.count(reports, "report") + "</span>";
    }
}
