package io.fleethub.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet test} with a Maven that writes the reports it is told to: the sums and the verdict are honest. */
class FrontDoorTest {
    private static final String WITHOUT = "--without=browser,systemd,containers,jdk25";
    private static final String UNIT = "hub-api/target/surefire-reports/TEST-io.fleethub.hub.ATest.xml";
    private static final String INTEGRATION = "hub-api/target/failsafe-reports/TEST-io.fleethub.hub.AIT.xml";
    private static final String SYSTEM = "system-tests/target/failsafe-reports/TEST-io.fleethub.system.AIT.xml";

    private record Outcome(int status, String output) {
        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }

        String lane(String name) {
            return output.lines()
                    .filter(line -> line.matches(name + "( +[0-9]+){3}"))
                    .findFirst()
                    .orElse("no line")
                    .replaceAll(" +", " ");
        }
    }

    @TempDir
    Path root;

    private final StringBuilder maven = new StringBuilder("#!/bin/sh\n");

    @BeforeEach
    void copyTheFrontDoor() throws IOException {
        Files.copy(Path.of(System.getProperty("fleet.root"), "fleet"), root.resolve("fleet"));
        Files.createDirectories(root.resolve("bin"));
    }

    private void mavenWrites(String report, int tests, int failures, int errors, int skipped) {
        maven.append("mkdir -p ").append(Path.of(report).getParent()).append('\n');
        maven.append("echo '<testsuite name=\"x\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">' >%s\n"
                .formatted(tests, errors, skipped, failures, report));
    }

    private Outcome test(String... arguments) throws IOException, InterruptedException {
        Path mvn = Files.writeString(root.resolve("bin/mvn"), maven);
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command =
                new ArrayList<>(List.of("bash", root.resolve("fleet").toString(), "test", WITHOUT));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    void reportsAreAttributedToLanesAndSummedInTheLastLine() throws Exception {
        mavenWrites(UNIT, 5, 0, 0, 1);
        mavenWrites(INTEGRATION, 3, 0, 0, 0);
        mavenWrites(SYSTEM, 2, 0, 0, 0);

        Outcome outcome = test("--strict=unit,integration,system");

        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.lane("unit")).isEqualTo("unit 4 0 1");
        assertThat(outcome.lane("integration")).isEqualTo("integration 3 0 0");
        assertThat(outcome.lane("system")).isEqualTo("system 2 0 0");
        assertThat(outcome.lastLine()).isEqualTo("9 passed, 0 failed, 1 skipped");
    }

    @Test
    void failuresAndErrorsFailTheRunAndNameTheClass() throws Exception {
        mavenWrites(UNIT, 5, 1, 2, 0);

        Outcome outcome = test();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("unit: 3 failed in TEST-io.fleethub.hub.ATest");
        assertThat(outcome.lastLine()).isEqualTo("2 passed, 3 failed, 0 skipped");
    }

    @Test
    void eachFailedTestIsNamedWithTheFirstOfItsMessage() throws Exception {
        mavenWrites(UNIT, 3, 1, 1, 0);
        maven.append("cat >>%s <<'XML'\n".formatted(UNIT))
                .append("  <testcase name=\"passes\" classname=\"io.fleethub.hub.ATest\" time=\"0.1\"/>\n")
                .append("  <testcase name=\"counts{int}[2]\" classname=\"io.fleethub.hub.ATest\" time=\"0.1\">\n")
                .append("    <failure message=\"&#10;expected: &quot;a &lt; b&quot;&#10; but was: 2\" type=\"E\">")
                .append("<![CDATA[a trace\n<failure message=\"not one\">]]></failure>\n  </testcase>\n")
                .append("  <testcase name=\"ends\" classname=\"io.fleethub.hub.ATest\" time=\"0.1\">\n")
                .append(
                        "    <error type=\"java.lang.NullPointerException\"><![CDATA[]]></error>\n  </testcase>\nXML\n");

        assertThat(test().output())
                .contains("unit: 2 failed in TEST-io.fleethub.hub.ATest\n"
                        + "    ATest.counts{int}[2]: expected: \"a < b\" but was: 2\n"
                        + "    ATest.ends: java.lang.NullPointerException\n\n");
    }

    @Test
    void aStrictLaneWithoutATestFailsTheRun() throws Exception {
        mavenWrites(UNIT, 5, 0, 0, 0);

        Outcome outcome = test("--strict=unit,system");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("system: named in --strict, but it ran no test");
        assertThat(outcome.lastLine()).isEqualTo("5 passed, 0 failed, 0 skipped");
    }

    @Test
    void aStrictLaneWhoseTestsWereAllSkippedFailsTheRun() throws Exception {
        mavenWrites(SYSTEM, 2, 0, 0, 2);

        assertThat(test("--strict=system").status()).isEqualTo(1);
    }

    @Test
    void aBuildThatEndsEarlyFailsTheRunThoughNoTestFailed() throws Exception {
        mavenWrites(UNIT, 5, 0, 0, 0);
        maven.append("exit 3\n");

        Outcome outcome = test();

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("verify: Maven ended with 3");
    }

    @Test
    void aTestProcessThatDiedFailsTheRun() throws Exception {
        mavenWrites(UNIT, 5, 0, 0, 0);
        maven.append("echo '[ERROR] The forked VM terminated without saying properly goodbye.'\n");

        assertThat(test().status()).isEqualTo(1);
    }

    @Test
    void reportsOfAnEarlierRunDoNotCount() throws Exception {
        Path old = root.resolve("edge-agent/target/surefire-reports/TEST-Old.xml");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "<testsuite tests=\"100\" errors=\"0\" skipped=\"0\" failures=\"9\">");
        mavenWrites(UNIT, 1, 0, 0, 0);

        assertThat(test().lastLine()).isEqualTo("1 passed, 0 failed, 0 skipped");
    }

    @Test
    void whatWasLeftOutIsListedWithTheReason() throws Exception {
        mavenWrites(UNIT, 1, 0, 0, 0);

        Outcome outcome = test();

        assertThat(outcome.output())
                .containsPattern("left out:\n  browser +by --without\n")
                .containsPattern("long +kill loops and soaks: ./fleet test --long");
    }

    @Test
    void anUnknownLaneIsOneLine() throws Exception {
        Outcome outcome = test("--strict=units");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.output()).startsWith("fleet: --strict: there is no lane 'units', the lanes are: unit");
    }
}
