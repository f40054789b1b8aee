package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.TaktApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console's sessions, without a browser: what a cookie is good for, and what not. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SessionIT {
    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");
    private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");
    private static final Pattern COOKIE = Pattern.compile("takt-session=([^;]+)");
    private static final String LOGIN = "/login.xhtml";

    private final TaktApi administrator = TaktApi.administrator();

    @Test
    void signingInGivesANewSessionId() throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get(LOGIN);
        String before = cookie(page);
        HttpResponse<String> answer = signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(cookie(answer)).isNotBlank().isNotEqualTo(before);
        assertThat(get("/tasks.xhtml", before).statusCode()).isEqualTo(302);
        assertThat(get("/tasks.xhtml", cookie(answer)).statusCode()).isEqualTo(200);
    }

    @Test
    void theCookieIsForThisSiteAndNotForScripts() throws IOException, InterruptedException {
        HttpResponse<String> answer = signIn(RawHttp.get(LOGIN), user("viewer"), TaktApi.PASSWORD, Map.of());
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "path=/")
                .doesNotContain("Expires", "Max-Age");
    }

    @Test
    void aWrongPasswordSignsNobodyIn() throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get(LOGIN);
        HttpResponse<String> answer = signIn(page, user("viewer"), "not the password", Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("do not match");
        assertThat(get("/tasks.xhtml", cookie(page)).statusCode()).isEqualTo(302);
    }

    @Test
    void anotherSitesFormSignsNobodyIn() throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get(LOGIN);

        assertThat(signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCookieAloneChangesNothingThroughTheApi() throws IOException, InterruptedException {
        String cookie = session("operator");
        String pause = "/api/v1/queues/no-such-queue/pause";

        assertThat(get("/api/v1/me", cookie).statusCode()).isEqualTo(200);
        assertThat(post(pause, cookie, Map.of()).statusCode()).isEqualTo(403);
        assertThat(post(pause, cookie, Map.of("Origin", "http://evil.example")).statusCode())
                .isEqualTo(403);
        assertThat(post(pause, cookie, Map.of("Origin", "null")).statusCode()).isEqualTo(403);
        assertThat(post(pause, cookie, Map.of("Sec-Fetch-Site", "same-site")).statusCode())
                .isEqualTo(403);
        assertThat(post(pause, cookie, Map.of("Origin", RawHttp.BASE)).statusCode())
                .as("from the console itself")
                .isEqualTo(404);
    }

    @Test
    void lookingAtTheLoginPageCostsNoSessionAndSigningInNeedsNone() throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get(LOGIN);
        assertThat(cookie(page)).isEmpty();
        assertThat(signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of("Origin", "http://evil.example"))
                        .statusCode())
                .as("from another site")
                .isEqualTo(403);
    }

    @Test
    void aPageThatIsNotKeptAnyMoreIsShownAnew() throws IOException, InterruptedException {
        Map<String, String> form = Map.of(
                "Content-Type", "application/x-www-form-urlencoded", "Cookie", "takt-session=" + session("viewer"));
        HttpResponse<String> answer = RawHttp.send(
                "POST", "/tasks.xhtml", form, "page=page&queue=default&jakarta.faces.ViewState=-1234%3A5678");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/tasks.xhtml?queue=default");
        String cookies = form.get("Cookie") + "; "
                + answer.headers().allValues("Set-Cookie").stream()
                        .map(cookie -> cookie.split(";")[0])
                        .collect(Collectors.joining("; "));
        assertThat(RawHttp.send("GET", "/tasks.xhtml?queue=default", Map.of("Cookie", cookies), null)
                        .body())
                .contains("This page had been open for too long; please do it once more.");
        for (String state : List.of("", "x", "stateless", "1%3Ax", "%00")) {
            assertThat(RawHttp.send(
                                    "POST",
                                    LOGIN,
                                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                    "login=login&jakarta.faces.ViewState=" + state + "&primefaces.nonce=" + state)
                            .statusCode())
                    .as("a stranger's state '%s'", state)
                    .isLessThan(500);
        }
    }

    @Test
    void anAddressThatNoDatabaseTakesIsRefused() throws IOException, InterruptedException {
        String cookie = session("viewer");
        assertThat(get("/tasks.xhtml?label=a%00=b", cookie).statusCode()).isEqualTo(400);
        assertThat(get("/jobs.xhtml?after=%00", cookie).statusCode()).isEqualTo(400);
        assertThat(get("/tasks.xhtml?from=-999999999-01-01T00:00:00Z", cookie).body())
                .contains("the years 0000 to 9999");
    }

    @Test
    void pagesNeedTheirRoles() throws IOException, InterruptedException {
        String viewer = session("viewer");
        assertThat(get("/", viewer).statusCode()).isEqualTo(200);
        assertThat(get("/tasks.xhtml", viewer).statusCode()).isEqualTo(200);
        assertThat(get("/submit.xhtml", viewer).statusCode()).isEqualTo(403);

        String operator = session("operator");
        String boss = session("administrator");
        for (String page : List.of("/users.xhtml", "/tokens.xhtml", "/audit.xhtml")) {
            assertThat(get(page, viewer).statusCode()).as(page).isEqualTo(403);
            assertThat(get(page, operator).statusCode()).as(page).isEqualTo(403);
            assertThat(get(page, boss).statusCode()).as(page).isEqualTo(200);
        }
        for (String page : List.of("/jobs.xhtml", "/queues.xhtml", "/pools.xhtml", "/nodes.xhtml")) {
            assertThat(get(page, viewer).statusCode()).as(page).isEqualTo(200);
        }

        String submitter = session("submitter");
        assertThat(get("/submit.xhtml", submitter).statusCode()).isEqualTo(200);
        assertThat(get("/tasks.xhtml", submitter).statusCode()).isEqualTo(200);
        assertThat(get("/", submitter).headers().firstValue("Location").orElse(""))
                .endsWith("/tasks.xhtml");
        assertThat(get("/no-such-page.xhtml", submitter).statusCode()).isEqualTo(403);
    }

    @Test
    void aDisabledUsersSessionIsOver() throws IOException, InterruptedException {
        String name = "session-" + System.nanoTime();
        administrator.withUser(name, "viewer");
        String cookie = cookie(signIn(RawHttp.get(LOGIN), name, TaktApi.PASSWORD, Map.of()));
        assertThat(get("/tasks.xhtml", cookie).statusCode()).isEqualTo(200);

        administrator.post("/api/v1/users/" + name + "/disable", null).expect(200);

        assertThat(get("/tasks.xhtml", cookie).statusCode()).isEqualTo(302);
        administrator.delete("/api/v1/users/" + name).expect(204);
    }

    @Test
    void whoMustChangeThePasswordSeesNothingElse() throws IOException, InterruptedException {
        String name = "session-" + System.nanoTime();
        administrator
                .post(
                        "/api/v1/users",
                        "{\"name\":\"%s\",\"password\":\"first-Password-of-31\",\"roles\":[\"administrator\"]}"
                                .formatted(name))
                .expect(201);
        String cookie = cookie(signIn(RawHttp.get(LOGIN), name, "first-Password-of-31", Map.of()));

        assertThat(get("/tasks.xhtml", cookie).headers().firstValue("Location").orElse(""))
                .endsWith("/password.xhtml");
        assertThat(get("/password.xhtml", cookie).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/stats", cookie).statusCode()).isEqualTo(403);
        administrator.delete("/api/v1/users/" + name).expect(204);
    }

    @Test
    void whoIsSentToTheLoginComesBackButNeverLeavesThisServer() throws IOException, InterruptedException {
        HttpResponse<String> sent = RawHttp.get("/tasks.xhtml?state=FAILED");
        String login = sent.headers().firstValue("Location").orElseThrow();
        assertThat(login).isEqualTo("/login.xhtml?from=%2Ftasks.xhtml%3Fstate%3DFAILED");
        assertThat(target(login)).endsWith("/tasks.xhtml?state=FAILED");

        for (String evil :
                new String[] {"//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:0"}) {
            assertThat(target("/login.xhtml?from=" + URLEncoder.encode(evil, StandardCharsets.UTF_8)))
                    .as(evil)
                    .doesNotContain("evil", "javascript");
        }
    }

    @Test
    void errorPagesTellNothingOfTheInside() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/no-such-page.html", session("viewer"));
        assertThat(answer.statusCode()).isIn(403, 404);
        assertThat(answer.body()).doesNotContain("no-such-page", "JBoss", "Undertow", "WildFly", "dev.takt", "\tat ");
    }

    /** Where the sign-in leads to from this address of the login page. */
    private String target(String login) throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get(login);
        return signIn(page, user("viewer"), TaktApi.PASSWORD, Map.of())
                .headers()
                .firstValue("Location")
                .orElse("");
    }

    private String user(String role) {
        String name = "session-" + role;
        administrator.withUser(name, role);
        return name;
    }

    private String session(String role) throws IOException, InterruptedException {
        return cookie(signIn(RawHttp.get(LOGIN), user(role), TaktApi.PASSWORD, Map.of()));
    }

    /** Sends the login page's form as a browser would. */
    private static HttpResponse<String> signIn(
            HttpResponse<String> page, String name, String password, Map<String, String> headers)
            throws IOException, InterruptedException {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = INPUT.matcher(page.body());
        while (inputs.find()) {
            Matcher field = NAME.matcher(inputs.group());
            Matcher value = VALUE.matcher(inputs.group());
            if (field.find()) {
                fields.put(field.group(1), value.find() ? value.group(1) : "");
            }
        }
        fields.put("name", name);
        fields.put("password", password);
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        all.put("Cookie", "takt-session=" + cookie(page));
        String query = page.uri().getRawQuery();
        return RawHttp.send("POST", LOGIN + (query == null ? "" : "?" + query), all, body);
    }

    private static HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        return RawHttp.send("GET", path, Map.of("Cookie", "takt-session=" + cookie), null);
    }

    private static HttpResponse<String> post(String path, String cookie, Map<String, String> headers)
            throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Cookie", "takt-session=" + cookie);
        return RawHttp.send("POST", path, all, null);
    }

    private static String cookie(HttpResponse<String> answer) {
        Matcher cookie = COOKIE.matcher(answer.headers().allValues("Set-Cookie").toString());
        return cookie.find() ? cookie.group(1) : "";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
