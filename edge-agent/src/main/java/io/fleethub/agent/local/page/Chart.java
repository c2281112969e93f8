package io.fleethub.agent.local.page;

import io.fleethub.agent.local.page.History.Step;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A day of one metric as SVG: the average as a line, least and most as a band, a gap where nothing was measured. Its colours
 * are the page's. Stateless.
 */
final class Chart {

    private static final int HEIGHT = 60;

    private Chart() {}

    /**
     * @param top the value at the upper edge; 0 = what was measured at most
     * @param words how a value is said
     */
    static String of(String title, List<@Nullable Step> steps, double top, DoubleFunction<String> words) {
        double most = steps.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Step::most)
                .max()
                .orElse(Double.NaN);
        if (Double.isNaN(most)) {
            return "<p class=\"none\">No history yet.</p>";
        }
        double least = steps.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Step::least)
                .min()
                .orElse(most);
        double scale = HEIGHT / (top > 0 ? Math.max(top, most) : Math.max(most, 1e-9));
        StringBuilder band = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (int from = 0; from < steps.size(); from++) {
            int to = from;
            while (to < steps.size() && steps.get(to) != null) {
                to++;
            }
            if (to > from) {
                draw(steps, from, to, scale, band, line);
                from = to;
            }
        }
        String said =
                Html.text(title + " over the last 24 hours: from " + words.apply(least) + " to " + words.apply(most));
        return "<svg viewBox=\"0 0 " + steps.size() + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" + said
                + "\"><path class=\"band\" d=\"" + band + "\"/><path class=\"line\" d=\"" + line + "\"/></svg>"
                + "<p class=\"scale\"><span>24 h ago</span><span>"
                + Html.text(words.apply(least) + " – " + words.apply(most))
                + "</span><span>now</span></p>";
    }

    /** One run without a gap; a single step is drawn as wide as it lasted. */
    private static void draw(
            List<@Nullable Step> steps, int from, int to, double scale, StringBuilder band, StringBuilder line) {
        for (int i = from; i < to; i++) {
            Step step = Objects.requireNonNull(steps.get(i));
            point(line, i == from ? 'M' : 'L', i, step.average() * scale);
            point(band, i == from ? 'M' : 'L', i, step.most() * scale);
        }
        for (int i = to - 1; i >= from; i--) {
            point(band, 'L', i, Objects.requireNonNull(steps.get(i)).least() * scale);
        }
        if (to - from == 1) {
            line.append("h1");
        }
        band.append('Z');
    }

    /** To a tenth of a unit, without a formatter: there are thousands of points. */
    private static void point(StringBuilder path, char how, int x, double height) {
        long tenths = Math.max(0, Math.round((HEIGHT - height) * 10));
        path.append(how).append(x).append(' ').append(tenths / 10).append('.').append(tenths % 10);
    }
}
