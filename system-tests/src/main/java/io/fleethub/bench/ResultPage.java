package io.fleethub.bench;

import io.fleethub.bench.machine.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The result of one run as a small page: on what, which commit, every figure, every goal. */
record ResultPage(BenchOptions options, Machine machine, String commit, Instant at) {

    String render(List<Contest.Result> results) {
        StringBuilder page = new StringBuilder();
        page.append("# Benchmark `%s`\n\n".formatted(options.benchmark().title()));
        page.append("%s.\n\n".formatted(capitalized(options.benchmark().about())));
        page.append("`./fleet bench %s%s`, %s, commit %s, %s.\n\n"
                .formatted(
                        options.benchmark().title(),
                        options.timing().quick() ? " --quick" : "",
                        options.timing(),
                        commit,
                        at.truncatedTo(ChronoUnit.MINUTES)));
        machine.lines().forEach(line -> page.append("- ").append(line).append('\n'));
        results.forEach(result -> page.append(section(result)));
        return page.toString();
    }

    private static String section(Contest.Result result) {
        Contest contest = result.contest();
        StringBuilder section = new StringBuilder("\n## %s\n\n".formatted(contest.title()));
        section.append("| contender | side | median, %s | least to most | also seen |\n|---|---|---|---|---|\n"
                .formatted(contest.unit()));
        Map<String, Double> medians = result.medians();
        for (Contest.Contender contender : contest.contenders()) {
            String name = contender.name();
            Double median = medians.get(name);
            section.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            name,
                            contender.side().name().toLowerCase(Locale.ROOT),
                            median == null ? "no score" : Numbers.shortly(median),
                            spread(result, name),
                            notes(result.notes(name))));
        }
        section.append('\n');
        result.verdicts()
                .forEach(verdict -> section.append("- ").append(verdict.line()).append('\n'));
        result.faults()
                .forEach(fault -> section.append("- FAILED, ").append(fault).append('\n'));
        return section.toString();
    }

    private static String spread(Contest.Result result, String name) {
        var values = result.figures().getOrDefault(name, List.of()).stream()
                .mapToDouble(Figure::value)
                .summaryStatistics();
        return Numbers.shortly(values.getMin()) + " to " + Numbers.shortly(values.getMax());
    }

    private static String notes(Map<String, Double> notes) {
        return notes.entrySet().stream()
                .map(note -> note.getKey() + " " + Numbers.shortly(note.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
