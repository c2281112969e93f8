package io.fleethub.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page at the hub's address, used by its accessible names in Debian's Chromium. */
@Tag("browser")
@ExtendWith(DemoFleet.class)
class DashboardBrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double COMMAND_LIMIT_MS = 30_000;

    private Playwright playwright;
    private Browser browser;
    private Page page;

    @BeforeEach
    void openTheHubsAddress(Fleet fleet) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(java.util.Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        page = browser.newPage();
        page.navigate(fleet.uri("hub").toString());
    }

    @AfterEach
    void closeTheBrowser() {
        browser.close();
        playwright.close();
    }

    @Test
    void aWrongPasswordIsToldAndNothingIsShown(Fleet fleet) {
        signIn(fleet.ready().get("adminEmail").asText(), "wrong");

        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        assertThat(page.getByRole(AriaRole.TABLE)).hasCount(0);
    }

    @Test
    void anAdministratorSeesTheNodesAndRestartsAService(Fleet fleet) {
        JsonNode ready = fleet.ready();
        signIn(ready.get("adminEmail").asText(), ready.get("adminPassword").asText());
        String nodeId = fleet.nodeIds().get(0);
        Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(nodeId));
        assertThat(row)
                .containsText("ONLINE", new LocatorAssertions.ContainsTextOptions().setTimeout(COMMAND_LIMIT_MS));

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(nodeId))
                .click();
        assertThat(page.getByText("mem.percent")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Restart ")))
                .first()
                .click();

        Locator newest = page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText("RESTART"))
                .first();
        assertThat(newest)
                .containsText("SUCCEEDED", new LocatorAssertions.ContainsTextOptions().setTimeout(COMMAND_LIMIT_MS));
        assertThat(newest).containsText(Pattern.compile("process \\d+ → \\d+"));
    }

    @Test
    void aReloadKeepsTheSessionAndSignOutEndsIt(Fleet fleet) {
        JsonNode ready = fleet.ready();
        signIn(ready.get("adminEmail").asText(), ready.get("adminPassword").asText());
        assertThat(page.getByRole(AriaRole.TABLE)).isVisible();

        page.reload();
        assertThat(page.getByRole(AriaRole.TABLE)).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByLabel("Password")).isVisible();
        page.reload();

        assertThat(page.getByLabel("Password")).isVisible();
    }

    private void signIn(String email, String password) {
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }
}
