package io.fleethub.standalone.options;

import io.fleethub.standalone.options.Listeners.GivenTls;
import io.fleethub.standalone.platform.LaunchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns arguments into {@link Options}, or into one line that names the option at fault. For one use by one thread. */
public final class OptionParser {
    /** The broker's keys are environment variables, the hub's are not: so they cannot be mistaken. */
    private static final String OF_THE_BROKER = "FLEET_BROKER_";

    private static final int MOST_DEMO_NODES = 50;
    private static final Duration USUAL_LATE_AFTER = Duration.ofSeconds(90);

    private final Map<Option, List<String>> given = new EnumMap<>(Option.class);
    private final Path home;
    private int demoNodes = 3;

    private OptionParser(Path home) {
        this.home = home;
    }

    /** Reads {@code verb [N] --option value …}; {@code home} stands for the tilde of the default data folder. */
    public static Options parse(List<String> arguments, Path home) {
        return new OptionParser(home).read(new ArrayDeque<>(arguments));
    }

    private Options read(Deque<String> arguments) {
        boolean help = arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h");
        Verb verb = help ? Verb.HELP : verb(arguments.remove());
        if (help) {
            arguments.clear();
        }
        while (!arguments.isEmpty()) {
            String argument = arguments.remove();
            if (argument.startsWith("--")) {
                option(argument, arguments);
            } else if (verb == Verb.DEMO) {
                demoNodes = number("the number of demo nodes", argument, 1, MOST_DEMO_NODES);
            } else {
                throw new LaunchException("'" + argument + "' is not expected, see ./fleet help");
            }
        }
        return new Options(
                verb,
                demoNodes,
                folder(),
                ports(),
                listeners(),
                timing(),
                single(Option.DATABASE).map(OptionParser::databaseUrl),
                text(Option.ADMIN_EMAIL),
                settings(false),
                settings(true));
    }

    private static Verb verb(String text) {
        try {
            return Verb.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LaunchException("there is no '" + text + "', see ./fleet help", e);
        }
    }

    private void option(String argument, Deque<String> rest) {
        int equals = argument.indexOf('=');
        String flag = equals < 0 ? argument : argument.substring(0, equals);
        Option option = Option.of(flag)
                .orElseThrow(() -> new LaunchException("there is no option '" + flag + "', see ./fleet help"));
        if (equals < 0 && rest.isEmpty()) {
            throw new LaunchException(flag + " needs a value");
        }
        List<String> values = given.computeIfAbsent(option, key -> new ArrayList<>());
        if (!values.isEmpty() && !option.mayRepeat()) {
            throw new LaunchException(flag + " is given twice");
        }
        values.add(equals < 0 ? rest.remove() : argument.substring(equals + 1));
    }

    private Path folder() {
        String text = text(Option.DATA);
        Path folder = text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
        return folder.toAbsolutePath().normalize();
    }

    private Ports ports() {
        return new Ports(
                port(Option.HTTP_PORT),
                port(Option.HTTPS_PORT),
                port(Option.MQTT_PORT),
                port(Option.MQTTS_PORT),
                port(Option.WSS_PORT),
                port(Option.POSTGRES_PORT));
    }

    private Listeners listeners() {
        Optional<String> all = single(Option.BIND);
        return new Listeners(
                single(Option.PLAIN_HOST).or(() -> all).orElse(Option.PLAIN_HOST.standard()),
                single(Option.TLS_HOST).or(() -> all).orElse(Option.TLS_HOST.standard()),
                given.getOrDefault(Option.TLS_NAME, List.of()),
                givenTls());
    }

    private Optional<GivenTls> givenTls() {
        List<Option> needed = List.of(Option.TLS_CERTIFICATE, Option.TLS_KEY, Option.TLS_CA);
        if (needed.stream().noneMatch(given::containsKey)) {
            return Optional.empty();
        }
        needed.stream().filter(option -> !given.containsKey(option)).findFirst().ifPresent(missing -> {
            throw new LaunchException("a given certificate needs " + missing.flag() + " too");
        });
        return Optional.of(new GivenTls(file(Option.TLS_CERTIFICATE), file(Option.TLS_KEY), file(Option.TLS_CA)));
    }

    private Timing timing() {
        Duration offlineAfter = duration(Option.OFFLINE_AFTER);
        Duration lateAfter = single(Option.LATE_AFTER).isPresent()
                ? duration(Option.LATE_AFTER)
                : shorter(USUAL_LATE_AFTER, offlineAfter.dividedBy(2));
        if (lateAfter.compareTo(offlineAfter) > 0) {
            throw new LaunchException("--late-after is longer than --offline-after");
        }
        return new Timing(duration(Option.HEARTBEAT), duration(Option.SAMPLE), lateAfter, offlineAfter);
    }

    private Map<String, String> settings(boolean ofTheBroker) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : given.getOrDefault(Option.SET, List.of())) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new LaunchException("--set wants KEY=VALUE, not '" + setting + "'");
            }
            String key = setting.substring(0, equals);
            if (key.startsWith(OF_THE_BROKER) == ofTheBroker) {
                settings.put(key, setting.substring(equals + 1));
            }
        }
        return settings;
    }

    private static String databaseUrl(String url) {
        if (!url.matches("jdbc:postgresql://[^/?]+/[^?]+(\\?.*)?")) {
            throw new LaunchException("--database wants jdbc:postgresql://host:port/name, not '" + url + "'");
        }
        if (url.matches(".*[?&](user|password)=.*")) {
            throw new LaunchException(
                    "--database takes no user and no password: the roles have passwords of their own");
        }
        return url;
    }

    private Path file(Option option) {
        return Path.of(text(option)).toAbsolutePath().normalize();
    }

    private int port(Option option) {
        return number(option.flag(), text(option), 0, 65_535);
    }

    private Duration duration(Option option) {
        String text = text(option);
        return TimeText.parse(text)
                .orElseThrow(() ->
                        new LaunchException(option.flag() + " wants a time such as 5s or 2m, not '" + text + "'"));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new LaunchException(name + " must be " + least + " to " + most + ", not '" + text + "'");
    }

    private String text(Option option) {
        return single(option).orElse(option.standard());
    }

    private Optional<String> single(Option option) {
        return given.getOrDefault(option, List.of()).stream().findFirst();
    }
}
