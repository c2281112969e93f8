package io.fleethub.agent.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.agent.broker.BrokerConnection.State;
import io.fleethub.agent.broker.ConnectionHealth;
import io.fleethub.agent.budget.BudgetView;
import io.fleethub.agent.local.LocalRig;
import io.fleethub.agent.operations.services.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPageTest {

    @TempDir
    Path folder;

    private LocalRig rig;

    @BeforeEach
    void aNode() throws IOException {
        rig = new LocalRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void saysWhyThereIsNoConnectionAndWhatWaits() {
        long now = System.nanoTime();
        rig.connection(new ConnectionHealth(
                State.WAITING,
                now - Duration.ofMinutes(12).toNanos(),
                2,
                5,
                "code=32103 detail=\"java.net.ConnectException: Connection refused\"",
                now + Duration.ofSeconds(90).toNanos()));
        rig.keep(Instant.now(), Map.of("cpu.percent", 1.5));
        rig.keep(Instant.now(), Map.of("cpu.percent", 2.5));

        String connection = section("connection");

        assertThat(connection)
                .contains("Not connected")
                .contains("no broker does")
                .contains("2 reports wait here")
                .contains("<dd>12 min, since ")
                .contains("<dd>in 1 min</dd>")
                .contains("2 connections, 5 failures")
                .contains("java.net.ConnectException");
        assertThat(section("outbox")).contains("2 reports, the oldest from 0 s ago");
    }

    @Test
    void isHonestWhenTheHubIsAway() {
        rig.hubIsAway(true);
        rig.keep(Instant.now(), Map.of("cpu.percent", 1.5));

        assertThat(section("connection"))
                .contains("The hub is away")
                .contains("The broker is there")
                .contains("1 report waits here");
    }

    @Test
    void saysWhenTheBudgetOfTheDayIsUsedUp() {
        rig.budget(new BudgetView(1 << 20, 1_100_000, true, true));
        rig.clock().hubSaid(Instant.now());
        rig.keep(Instant.now(), Map.of("cpu.percent", 1.5));

        assertThat(section("budget"))
                .contains("Today's budget is used up")
                .contains("only status and commands leave this node")
                .contains(" of 1.0 MiB")
                .contains("This link is dear");
        assertThat(section("connection"))
                .contains("Connected to the hub", "is used up. 1 report waits here")
                .doesNotContain("measures reaches the hub");
    }

    @Test
    void withoutABudgetNothingIsSaidOfOne() {
        assertThat(section("budget")).isEmpty();
    }

    @Test
    void showsServicesErrorsAndWhatApplicationsHandedIn() throws Exception {
        rig.services(LocalRig.service("energy", RunState.FAILED));
        rig.errors().add("PROBE_FAILED", "sensor");
        rig.apps().post("{\"energy.mode\": \"eco\"}".getBytes(StandardCharsets.UTF_8));

        String html = page();

        assertThat(html)
                .contains("<th scope=\"row\">energy</th>")
                .contains("failed</span>")
                .contains("<td data-label=\"Memory\">1.0 MiB</td>")
                .contains("<code>PROBE_FAILED</code> sensor")
                .contains("<dt>energy.mode</dt><dd>eco</dd>");
    }

    @Test
    void drawsTheDayFromWhatTheOutboxKept() {
        rig.keep(Instant.now(), Map.of("cpu.percent", 42.0, "temp.celsius", 55.0));
        StatusPage page = new StatusPage(rig.sources());

        page.fillHistory();

        assertThat(page.sections().get("day-cpupercent"))
                .contains("aria-label=\"Processor over the last 24 hours: from 42.0 % to 42.0 %\"");
    }

    @Test
    void textOfOthersIsNeverMarkup() throws Exception {
        rig.errors().add("PROBE_FAILED", "<img src=x onerror=alert(1)>");
        rig.apps()
                .post("{\"energy.mode\": \"\\\"><script>alert(1)</script>{{errors}}\"}"
                        .getBytes(StandardCharsets.UTF_8));

        String html = page();

        assertThat(html).doesNotContain("<img", "<script>alert").contains("&lt;img", "{{errors}}");
    }

    @Test
    void needsNothingFromElsewhereAndHoldsNoSecret() {
        String html = page();

        assertThat(html)
                .doesNotContain("http://", "https://", "@import", "url(", LocalRig.SECRET)
                .contains("prefers-color-scheme: dark", "<html lang=\"en\">", "name=\"viewport\"");
        assertThat(Pattern.compile("\\{\\{").matcher(html).find())
                .as("a part is missing")
                .isFalse();
    }

    @Test
    void onlyItsOwnStyleAndScriptAreAllowed() throws Exception {
        StatusPage page = new StatusPage(rig.sources());

        String policy = page.contentSecurityPolicy();

        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("style-src '" + hash(page.html(), "style") + "'")
                .contains("script-src '" + hash(page.html(), "script") + "'")
                .doesNotContain("unsafe");
    }

    private static String hash(String html, String element) throws Exception {
        Matcher matcher = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(html);
        assertThat(matcher.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private String page() {
        return new StatusPage(rig.sources()).html();
    }

    private String section(String id) {
        return new StatusPage(rig.sources()).sections().get(id);
    }
}
