package io.fleethub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the documents to the code: what they name exists, and every configuration key is described. */
class DocsTest {

    private static final Path ROOT = Path.of(System.getProperty("fleet.root"));
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)");
    private static final Pattern PATH = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]*)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT)\\.\\w+)`");
    private static final Pattern ADR = Pattern.compile("# (\\d{4})\\. .+");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("(?m)^    (?!static|default)[^\n;/*]*? (\\w+)\\(\\);");

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (String target : matches(LINK, document)) {
                if (!Files.exists(document.getParent().resolve(target))) {
                    broken.add(ROOT.relativize(document) + " → " + target);
                }
            }
        }

        assertThat(documents()).hasSizeGreaterThan(5);
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPathThatArchitectureAndContributingNameExists() {
        List<String> missing = new ArrayList<>();
        for (String name : List.of("ARCHITECTURE.md", "CONTRIBUTING.md")) {
            List<String> paths = matches(PATH, ROOT.resolve(name)).stream()
                    .filter(path -> Files.exists(ROOT.resolve(path.split("/", 2)[0])))
                    .filter(path -> !path.contains("/target/")) // made by the build
                    .toList();
            assertThat(paths).as(name).isNotEmpty();
            paths.stream().filter(path -> !Files.exists(ROOT.resolve(path))).forEach(missing::add);
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyDecisionCarriesTheNumberOfItsFileAndAllItsParts() {
        for (Path adr : files(ROOT.resolve("docs/adr"), ".md")) {
            String text = read(adr);
            Matcher title = ADR.matcher(text);

            assertThat(title.lookingAt()).as(adr.toString()).isTrue();
            assertThat(adr.getFileName().toString()).startsWith(title.group(1) + "-");
            assertThat(text).contains("- Date: ", "- Status: ", "## Context", "## Decision", "## Consequences");
        }
    }

    @Test
    void everyConfigurationKeyOfTheHubIsDescribed() {
        String reference = read(ROOT.resolve("docs/reference/config.md"));
        List<String> missing = new ArrayList<>();
        int mappings = 0;
        for (Path source : files(ROOT.resolve("hub-api/src/main/java"), ".java")) {
            Matcher mapping = MAPPING.matcher(read(source));
            if (mapping.find()) {
                mappings++;
                for (String method : matches(KEY, source)) {
                    String key = mapping.group(1) + "." + kebab(method);
                    if (!reference.contains("`" + key + "`")) {
                        missing.add(key);
                    }
                }
            }
        }

        assertThat(mappings).isPositive();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyReasonCodeHasASentence() {
        String reference = read(ROOT.resolve("docs/reference/reason-codes.md"));
        List<String> codes = matches(
                Pattern.compile("\"([A-Z][A-Z_]+)\""),
                ROOT.resolve("shared-schemas/src/main/resources/schemas/v1/reason-codes.json"));

        assertThat(codes)
                .hasSizeGreaterThan(20)
                .allSatisfy(code -> assertThat(reference).contains("| `" + code + "` |"));
    }

    @Test
    void everyTestThatHoldsATrapShutExists() {
        Map<String, Path> sources = new HashMap<>();
        for (String module : List.of("broker-config", "edge-agent", "hub-api", "system-tests")) {
            files(ROOT.resolve(module + "/src/test/java"), ".java")
                    .forEach(file -> sources.put(file.getFileName().toString(), file));
        }
        List<String> named = matches(TEST, ROOT.resolve("docs/concepts/traps.md"));

        assertThat(named).hasSizeGreaterThan(15).allSatisfy(test -> {
            String[] parts = test.split("\\.");
            assertThat(sources).containsKey(parts[0] + ".java");
            assertThat(read(sources.get(parts[0] + ".java"))).contains("void " + parts[1] + "(");
        });
    }

    private static List<Path> documents() {
        List<Path> documents = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            documents.add(ROOT.resolve(name));
        }
        return documents;
    }

    private static List<String> matches(Pattern pattern, Path file) {
        return pattern.matcher(read(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
