package io.fleethub.agent.local.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Figures and troubles as a person says them. Stateless. */
final class PlainWords {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What the ways to fail look like, the most telling first. */
    private static final Map<Pattern, String> PROBLEMS = new LinkedHashMap<>();

    static {
        problem(
                "code=13[45]|not authorized|bad user",
                "The broker refuses this node: its name or its secret is wrong, or"
                        + " the node was disabled or removed in the hub.");
        problem("code=142|taken over", "Another machine connects under this node's name; the two push each other out.");
        problem("code=151|quota", "The broker slows this node down: it sends too much.");
        problem(
                "unknownhost|unresolved",
                "The broker's name cannot be looked up: no name server answers, or the name is wrong.");
        problem(
                "no route to host|network is unreachable|noroutetohost",
                "This machine has no way to the broker: its network is down, or" + " something on the way is.");
        problem(
                "connection refused",
                "The broker's machine answers, but no broker does: it is stopped or on another port.");
        problem("timed out|timeout|does not answer|code=32000", "The broker does not answer.");
        problem(
                "certificate|pkix|certpath|sslhandshake|sslpeer",
                "The broker's certificate is not trusted: another authority, another"
                        + " name, out of date, or this machine's clock is wrong.");
        problem("the hub answers no status", "The hub did not answer, so another connection was tried.");
        problem("code=141|keep alive", "The broker did not hear from this node for too long.");
        problem(
                "connection reset|connectionlost|connection lost|eof|broken pipe|code=32109",
                "The connection broke off.");
        problem("no session number", "The agent cannot write its database.");
    }

    private static void problem(String pattern, String words) {
        PROBLEMS.put(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), words);
    }

    private PlainWords() {}

    /** What it probably means; empty when nobody has put it into words yet. */
    static Optional<String> of(String problem) {
        return PROBLEMS.entrySet().stream()
                .filter(known -> known.getKey().matcher(problem).find())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Two units at most: nobody needs the seconds of a day. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        long days = seconds / 86_400;
        long hours = seconds % 86_400 / 3600;
        return count(days, "day") + (hours == 0 ? "" : " " + hours + " h");
    }

    static String bytes(double bytes) {
        int unit = 0;
        double rest = bytes;
        while (Math.abs(rest) >= 1024 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        return number(rest, unit == 0 || rest >= 100 ? 0 : 1) + " " + UNITS[unit];
    }

    static String percent(double percent) {
        return number(percent, 1) + " %";
    }

    static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** "1 report", "2 reports". */
    static String count(long count, String thing) {
        return count(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** A moment, in UTC; the page's script turns it into the reader's time. */
    static String time(Instant at) {
        return "<time datetime=\"" + at.truncatedTo(ChronoUnit.SECONDS) + "\">" + TIME.format(at) + "</time>";
    }
}
