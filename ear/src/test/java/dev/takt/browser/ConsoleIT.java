package dev.takt.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.TaktApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a person does in the console on the first day, in a real browser against the real server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WIDE = 1_440;
    private static final int NARROW = 390;
    private static final int HEIGHT = 900;
    private static final List<String> PAGES = List.of(
            "/",
            "/tasks.xhtml",
            "/running.xhtml",
            "/submit.xhtml",
            "/jobs.xhtml",
            "/job.xhtml",
            "/queues.xhtml",
            "/pools.xhtml",
            "/nodes.xhtml",
            "/users.xhtml",
            "/tokens.xhtml",
            "/audit.xhtml",
            "/password.xhtml");

    private final TaktApi takt = TaktApi.administrator();
    private final String base = "http://localhost:" + (8080 + Integer.getInteger("test.port.offset"));
    private ChromeDriver browser;

    @BeforeEach
    void signIn() throws IOException {
        browser = Chromium.open(WIDE, HEIGHT);
        browser.get(base + "/tasks.xhtml");
        assertThat(browser.getCurrentUrl()).contains("/login.xhtml");
        browser.findElement(By.id("name")).sendKeys(TaktApi.ADMINISTRATOR);
        browser.findElement(By.id("password")).sendKeys(System.getenv("TAKT_ADMIN_PASSWORD"));
        browser.findElement(By.id("sign-in")).click();
        await().until(ExpectedConditions.urlContains("/tasks.xhtml"));
    }

    @AfterEach
    void nothingWasComplainedOf() {
        try {
            assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                    .as("errors of scripts and violations of the content security policy")
                    .noneMatch(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue());
        } finally {
            browser.quit();
        }
    }

    @Test
    void aTaskThatIsSubmittedIsSeenToSucceed() {
        submit("noop", "{\"order\": 7}", null);
        awaitState("SUCCEEDED");
        assertThat(browser.findElement(testId("result")).getText()).contains("\"order\" : 7");
        assertThat(browser.findElement(By.cssSelector("[data-step=RUNNING]")).getDomAttribute("data-mark"))
                .isEqualTo("past");
    }

    @Test
    void aTaskThatWaitsIsCancelledAfterAQuestion() {
        submit("noop", "", "1h");
        awaitState("SCHEDULED");
        assertThat(browser.findElement(testId("why")).getText()).contains("not due before");
        browser.findElement(By.id("cancel")).click();
        await().until(ExpectedConditions.elementToBeClickable(testId("confirm-yes")))
                .click();
        awaitState("CANCELLED");
        assertThat(browser.findElement(By.id("cancel")).getDomAttribute("title"))
                .contains("an ended task stays as it is");
    }

    @Test
    void aFailureTellsWhyAtTheTaskAndInTheList() {
        submit("fail", "{\"message\": \"the drum is gone\", \"times\": 9}", null);
        awaitState("FAILED");
        assertThat(browser.findElement(testId("error")).getText()).contains("the drum is gone");
        browser.get(base + "/tasks.xhtml?state=FAILED");
        assertThat(browser.findElement(testId("tasks")).getText()).contains("the drum is gone");
    }

    @Test
    void aMistakeInTheFormIsToldAtItsField() {
        browser.get(base + "/submit.xhtml");
        browser.findElement(testId("handler")).sendKeys("noop");
        browser.findElement(By.id("priority")).sendKeys("500");
        browser.findElement(By.id("submit")).click();
        WebElement told = await().until(ExpectedConditions.visibilityOfElementLocated(
                By.xpath("//*[@id='priority']/following-sibling::*[contains(@class,'wrong')]")));
        assertThat(told.getText()).contains("100");
        assertThat(browser.getCurrentUrl()).contains("/submit.xhtml");
    }

    @Test
    void rowsThatAreTickedAreCancelledTogether() {
        String label = "batch=" + System.nanoTime();
        for (int i = 0; i < 3; i++) {
            takt.submit("{\"handler\":\"noop\",\"delay\":\"PT1H\",\"labels\":{\"batch\":\"%s\"}}"
                    .formatted(label.substring(label.indexOf('=') + 1)));
        }
        browser.get(base + "/tasks.xhtml?label=" + label);
        await().until(ExpectedConditions.numberOfElementsToBe(By.cssSelector("tr[data-task]"), 3));
        browser.findElement(By.id("pick-all")).click();
        browser.findElement(By.id("cancel-selected")).click();
        assertThat(await().until(ExpectedConditions.visibilityOfElementLocated(By.id("confirm-question")))
                        .getText())
                .startsWith("Cancel 3 tasks?");
        browser.findElement(testId("confirm-yes")).click();
        await().until(ExpectedConditions.textToBePresentInElementLocated(By.id("messages"), "3 tasks were cancelled"));
        await().until(ExpectedConditions.numberOfElementsToBe(
                By.cssSelector("tr[data-task] [data-state=CANCELLED]"), 3));
    }

    @Test
    void whatRunsIsSeenWithItsProgress() {
        String task = takt.submit("{\"handler\":\"sleep\",\"payload\":{\"duration\":\"PT1M\"}}");
        browser.get(base + "/running.xhtml?node=node1");
        WebElement row = await().until(
                        ExpectedConditions.visibilityOfElementLocated(By.cssSelector("tr[data-task='" + task + "']")));
        assertThat(row.getText()).contains("sleep", "Sleeping.", "%", "default");
        takt.post("/api/v1/tasks/" + task + "/cancel", "").expect(202);
        await().until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector("tr[data-task='" + task + "']")));
    }

    @Test
    void aNodeIsDrainedAfterAQuestionAndActivatedAgain() {
        browser.get(base + "/nodes.xhtml");
        try {
            await().until(ExpectedConditions.elementToBeClickable(testId("drain-node1")))
                    .click();
            await().until(ExpectedConditions.elementToBeClickable(testId("confirm-yes")))
                    .click();
            await().until(ExpectedConditions.textToBePresentInElementLocated(
                    By.id("messages"), "it is given no new tasks"));
            await().until(ExpectedConditions.textToBePresentInElementLocated(testId("node-node1"), "Draining"));
            await().until(ExpectedConditions.elementToBeClickable(testId("activate-node1")))
                    .click();
            await().until(ExpectedConditions.textToBePresentInElementLocated(testId("node-node1"), "Active"));
        } finally {
            takt.get("/api/v1/nodes").expect(200).path("items").forEach(node -> {
                if (node.path("state").asText().equals("DRAINING")) {
                    takt.post("/api/v1/nodes/" + node.path("id").asText() + "/activate", "")
                            .expect(200);
                }
            });
        }
    }

    @Test
    void everyPageFitsAWideAndANarrowScreen() {
        for (int width : new int[] {WIDE, NARROW}) {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    java.util.Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < WIDE));
            for (String page : PAGES) {
                browser.get(base + page);
                assertThat(browser.findElement(By.tagName("h1")).isDisplayed()).isTrue();
                assertThat((Long) browser.executeScript(
                                "return document.documentElement.scrollWidth - window.innerWidth"))
                        .as("overflow of %s at %d px", page, width)
                        .isNotPositive();
            }
        }
    }

    private void submit(String handler, String payload, String delay) {
        browser.get(base + "/submit.xhtml");
        browser.findElement(testId("handler")).sendKeys(handler);
        browser.findElement(testId("payload")).sendKeys(payload);
        if (delay != null) {
            browser.findElement(By.cssSelector("input[name=when][value=delay]")).click();
            await().until(ExpectedConditions.visibilityOfElementLocated(testId("delay")))
                    .sendKeys(delay);
        }
        browser.findElement(By.id("submit")).click();
        await().until(ExpectedConditions.urlContains("/task.xhtml?id="));
    }

    /** Waits for the page to show the state by its own refreshing. */
    private void awaitState(String state) {
        await().until(ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("[data-testid=task-state] [data-state=" + state + "]")));
    }

    private WebDriverWait await() {
        return new WebDriverWait(browser, PATIENCE);
    }

    private static By testId(String id) {
        return By.cssSelector("[data-testid='" + id + "']");
    }
}
