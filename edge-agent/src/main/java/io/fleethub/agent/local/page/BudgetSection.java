package io.fleethub.agent.local.page;

import io.fleethub.agent.budget.BudgetView;

/** What may leave the node today, where that is bounded; nothing at all where it is not. Stateless. */
final class BudgetSection {

    private BudgetSection() {}

    static String html(BudgetView budget) {
        StringBuilder html = new StringBuilder();
        long limit = budget.bytesPerDay();
        if (limit > 0) {
            if (budget.exhausted()) {
                html.append("<p class=\"verdict bad\"><strong>Today's budget is used up</strong></p>"
                        + "<p>Until tomorrow (UTC) only status and commands leave this node; what it measures waits"
                        + " in the outbox.</p>");
            }
            html.append("<dl>");
            html.append(Html.fact(
                    "Sent today",
                    PlainWords.bytes(budget.usedToday()) + " of " + PlainWords.bytes(limit)
                            + " <meter min=\"0\" max=\"" + limit + "\" value=\"" + Math.min(budget.usedToday(), limit)
                            + "\" aria-label=\"Used of today's budget\"></meter>"));
            html.append("</dl>");
        }
        if (budget.metered()) {
            html.append("<p class=\"under\">This link is dear: the node measures and sends less often.</p>");
        }
        return html.toString();
    }
}
