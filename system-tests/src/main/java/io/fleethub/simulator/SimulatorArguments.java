package io.fleethub.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.simulator.SimulationOptions.Bounds;
import io.fleethub.simulator.SimulationOptions.Faults;
import io.fleethub.simulator.SimulationOptions.Load;
import io.fleethub.simulator.SimulationOptions.Timing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of the simulator. Immutable. */
final class SimulatorArguments {

    /** Every option with its default and its line in the help text; an empty default is found out, or none. */
    enum Option {
        DATA("DIR", "~/.fleethub", "the data folder of a fleet that runs here: broker, hub, token and database"),
        BROKER("URL", "", "mqtt://HOST:PORT instead"),
        HUB("URL", "", "http://HOST:PORT/api/v1 instead"),
        TOKEN_FILE("FILE", "", "holds the bearer token of an administrator"),
        JDBC("URL", "", "the database as fleet_verifier, to count what is missing or doubled"),
        NODES("N", "10", "virtual nodes"),
        RATE("N", "100", "reports a second of all nodes together; max: as fast as the bounds allow"),
        PER_MESSAGE("N", "1", "reports in one live message"),
        METRICS("N", "10", "metrics in one report"),
        BACKLOG("N", "0", "reports that each node holds at its start"),
        BACKLOG_STEP("TIME", "1s", "between two of them"),
        DURATION("TIME", "60s", "how long the nodes report"),
        DRAIN("TIME", "90s", "how long to wait afterwards until everything is confirmed"),
        BAD("SHARE", "0", "share of messages followed by a poisonous one, and of reports to be refused, 0 to 1"),
        TWICE("SHARE", "0", "share of messages published once more within the next seconds, 0 to 1"),
        STORM_EVERY("TIME", "0s", "cut all connections at this pace"),
        HEARTBEAT("TIME", "60s", "between two heartbeats of a node"),
        RESEND_AFTER("TIME", "30s", "age at which a report that an answer does not cover is lost"),
        ASK_EVERY("TIME", "5s", "how often a backlog asks by an extra heartbeat"),
        RECONNECT_FROM("TIME", "1s", "first back-off after a cut, doubled each time, with jitter"),
        RECONNECT_AT_MOST("TIME", "60s", "the bound to which it is doubled"),
        IN_FLIGHT("N", "100", "messages of all nodes without a PUBACK"),
        UNCONFIRMED("N", "10000", "published reports of one node that the hub has not confirmed"),
        SEED("N", "1", "of everything that is random"),
        PREFIX("NAME", "", "the nodes are NAME-1 and so on (sim- and the start time)"),
        JOURNAL("FILE", "", "what was made and what was forgotten (a temporary file)");

        private final String argument;
        private final String standard;
        private final String explanation;

        Option(String argument, String standard, String explanation) {
            this.argument = argument;
            this.standard = standard;
            this.explanation = explanation;
        }

        String flag() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String line() {
            String text = "  %-24s %s".formatted(flag() + " " + argument, explanation);
            return standard.isEmpty() ? text : text + " [" + standard + "]";
        }
    }

    private final Map<Option, String> given = new EnumMap<>(Option.class);

    private SimulatorArguments() {}

    /** @throws IllegalArgumentException naming the option */
    static SimulatorArguments parse(String... arguments) {
        SimulatorArguments parsed = new SimulatorArguments();
        List<String> rest = new ArrayList<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String flag = rest.remove(0);
            Option option = null;
            for (Option candidate : Option.values()) {
                option = candidate.flag().equals(flag) ? candidate : option;
            }
            if (option == null) {
                throw new IllegalArgumentException(flag + ": there is no such option");
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(flag + ": needs " + option.argument);
            }
            parsed.given.put(option, rest.remove(0));
        }
        return parsed;
    }

    static String help() {
        StringBuilder text = new StringBuilder("options of simulate (TIME is 500ms, 5s, 2m, 1h or ISO-8601):\n");
        for (Option option : Option.values()) {
            text.append(option.line()).append('\n');
        }
        return text.toString();
    }

    /** What the fleet that runs on the data folder says of itself; nothing when all was given by hand. */
    private JsonNode ready() {
        Path file = Path.of(text(Option.DATA).replaceFirst("^~", System.getProperty("user.home")))
                .resolve("ready.json");
        try {
            return Files.exists(file)
                    ? new ObjectMapper().readTree(file.toFile())
                    : new ObjectMapper().createObjectNode();
        } catch (IOException e) {
            throw new IllegalArgumentException("--data: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    SimulationOptions options() {
        JsonNode ready = ready();
        URI broker = URI.create(required(Option.BROKER, ready.path("mqtt").asText("")));
        String root = ready.path("hub").asText("");
        URI hub = URI.create(required(Option.HUB, root.isEmpty() ? "" : root + "/api/v1"));
        SimulationOptions options = SimulationOptions.of(broker, hub, token(hub, ready), prefix());
        Bounds bounds = options.bounds();
        return options.withSeed(whole(Option.SEED))
                .with(new Load(
                        (int) whole(Option.NODES),
                        rate(),
                        (int) whole(Option.PER_MESSAGE),
                        (int) whole(Option.METRICS),
                        (int) whole(Option.BACKLOG),
                        time(Option.BACKLOG_STEP)))
                .with(new Faults(number(Option.BAD), number(Option.TWICE), time(Option.STORM_EVERY)))
                .with(new Timing(
                        time(Option.HEARTBEAT),
                        time(Option.RESEND_AFTER),
                        time(Option.RESEND_AFTER).multipliedBy(20),
                        time(Option.ASK_EVERY),
                        time(Option.RECONNECT_FROM),
                        time(Option.RECONNECT_AT_MOST)))
                .with(new Bounds(
                        (int) whole(Option.IN_FLIGHT),
                        bounds.inFlightOfNode(),
                        (int) whole(Option.UNCONFIRMED),
                        bounds.unconfirmedBytes(),
                        bounds.connects(),
                        bounds.loops()));
    }

    private String token(URI hub, JsonNode ready) {
        String file = text(Option.TOKEN_FILE);
        if (!file.isEmpty()) {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException("--token-file: cannot be read: " + e.getMessage(), e);
            }
        }
        if (!ready.has("adminEmail")) {
            throw new IllegalArgumentException("--token-file: is missing, and no fleet runs on " + text(Option.DATA));
        }
        return SignIn.token(
                hub,
                ready.get("adminEmail").asText(),
                ready.get("adminPassword").asText());
    }

    Duration duration() {
        return time(Option.DURATION);
    }

    Duration drain() {
        return time(Option.DRAIN);
    }

    /** The database to count in; empty when none is known. */
    String jdbc() {
        String value = text(Option.JDBC);
        return value.isEmpty() ? ready().path("jdbc").asText("") : value;
    }

    Path journal() {
        String file = text(Option.JOURNAL);
        try {
            return file.isEmpty() ? Files.createTempFile("fleet-journal-", ".txt") : Path.of(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("--journal: " + e.getMessage(), e);
        }
    }

    private String prefix() {
        String value = text(Option.PREFIX);
        return value.isEmpty() ? "sim-" + Long.toString(System.currentTimeMillis() / 1000, 36) : value;
    }

    private double rate() {
        return "max".equals(text(Option.RATE)) ? Load.UNPACED : number(Option.RATE);
    }

    private String required(Option option, String found) {
        String value = text(option).isEmpty() ? found : text(option);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    option.flag() + ": is missing, and no fleet runs on " + text(Option.DATA));
        }
        return value;
    }

    private String text(Option option) {
        @Nullable String value = given.get(option);
        return value == null ? option.standard : value;
    }

    private long whole(Option option) {
        try {
            return Long.parseLong(text(option));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option.flag() + ": must be a whole number", e);
        }
    }

    private double number(Option option) {
        try {
            return Double.parseDouble(text(option));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option.flag() + ": must be a number", e);
        }
    }

    private Duration time(Option option) {
        String text = text(option);
        try {
            return text.startsWith("P") ? Duration.parse(text) : Duration.parse(iso(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(option.flag() + ": must be a time such as 30s", e);
        }
    }

    private static String iso(String text) {
        if (text.endsWith("ms")) {
            return "PT" + Double.parseDouble(text.replace("ms", "")) / 1000 + "S";
        }
        return "PT" + text.toUpperCase(Locale.ROOT);
    }
}
