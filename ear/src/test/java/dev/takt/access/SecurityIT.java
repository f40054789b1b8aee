package dev.takt.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.takt.server.TaktApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SecurityIT {
    private static final List<String> ROLES = List.of("viewer", "submitter", "operator", "administrator");

    /** Harmless everywhere: no route knows the field. */
    private static final String REFUSED_BODY = "{\"no-such-field\": 1}";

    private final TaktApi administrator = TaktApi.administrator();

    @Test
    void everyRouteThatTheServerDescribesHasItsRoles() throws IOException, InterruptedException {
        assertThat(Routes.described()).containsExactlyElementsOf(Matrix.ROUTES.keySet());
    }

    @Test
    void nobodyGetsAProblemDocumentFromEveryRoute() throws IOException, InterruptedException {
        SoftAssertions all = new SoftAssertions();
        for (String route : Matrix.ROUTES.keySet()) {
            assertUnauthorized(all, route, call(route, Map.of()));
        }
        for (String path :
                List.of("/openapi", "/openapi?format=json", "/api", "/api/v1", "/api/v2/tasks", "/api/v1/no")) {
            assertUnauthorized(all, path, RawHttp.get(path));
        }
        all.assertAll();
    }

    @Test
    void eachRoleMayDoExactlyWhatTheMatrixSays() throws IOException, InterruptedException {
        SoftAssertions all = new SoftAssertions();
        for (String role : ROLES) {
            String user = "matrix-" + role;
            administrator.withUser(user, role);
            String authorization = RawHttp.basic(user);
            for (Map.Entry<String, Set<String>> route : Matrix.ROUTES.entrySet()) {
                int status = call(route.getKey(), Map.of("Authorization", authorization))
                        .statusCode();
                boolean allowed = route.getValue().contains(role);
                all.assertThat(status == 401 || status == 403 ? "refused" : "let in")
                        .as("%s for a %s (HTTP %d)", route.getKey(), role, status)
                        .isEqualTo(allowed ? "let in" : "refused");
                all.assertThat(status).as("%s for a %s", route.getKey(), role).isLessThan(500);
            }
        }
        all.assertAll();
    }

    @Test
    void aTokenMayDoWhatItsScopesSay() throws IOException, InterruptedException {
        String token = administrator
                .post("/api/v1/tokens", "{\"user\":\"admin\",\"label\":\"test\",\"scopes\":[\"viewer\"]}")
                .expect(201)
                .path("token")
                .asText();
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, Set<String>> route : Matrix.ROUTES.entrySet()) {
            int status = call(route.getKey(), Map.of("Authorization", "Bearer " + token))
                    .statusCode();
            all.assertThat(status == 403)
                    .as("%s is refused (HTTP %d)", route.getKey(), status)
                    .isEqualTo(!route.getValue().contains("viewer"));
        }
        all.assertAll();
    }

    @Test
    void aRevokedTokenOpensNothing() throws IOException, InterruptedException {
        var issued = administrator
                .post("/api/v1/tokens", "{\"user\":\"admin\",\"label\":\"test\",\"scopes\":[\"viewer\"]}")
                .expect(201);
        Map<String, String> header =
                Map.of("Authorization", "Bearer " + issued.path("token").asText());
        assertThat(RawHttp.send("GET", "/api/v1/stats", header, null).statusCode())
                .isEqualTo(200);

        administrator.delete("/api/v1/tokens/" + issued.path("id").asText()).expect(204);

        HttpResponse<String> answer = RawHttp.send("GET", "/api/v1/stats", header, null);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate").toString()).contains("invalid_token");
        assertThat(administrator.get("/api/v1/tokens?user=admin").body().toString())
                .doesNotContain(issued.path("token").asText());
    }

    @Test
    void nobodyIsSentToTheLoginPageFromEveryFile() throws IOException, InterruptedException {
        SoftAssertions all = new SoftAssertions();
        String hidden = RawHttp.get("/WEB-INF/no-such-file").body();
        for (String file : Routes.files()) {
            if (file.equals("/login.xhtml")) {
                continue;
            }
            HttpResponse<String> answer = RawHttp.get(file.replace(" ", "%20").replace("$", "%24"));
            if (file.contains("-INF/")) {
                // The container itself hides these, before it asks who is there; there or not, the answer is the same.
                all.assertThat(answer.statusCode()).as(file).isEqualTo(404);
                all.assertThat(answer.body()).as(file).isEqualTo(hidden);
            } else {
                all.assertThat(answer.statusCode()).as(file).isIn(302, 303);
                all.assertThat(answer.body()).as(file).isEmpty();
            }
        }
        all.assertAll();
    }

    @Test
    void noDisguiseOfAPathOpensIt() throws IOException, InterruptedException {
        SoftAssertions all = new SoftAssertions();
        for (String path : List.of(
                "/",
                "/error",
                "/no-such-page",
                "/tasks.xhtml;login.xhtml",
                "/login.xhtml/../tasks.xhtml",
                "/login.xhtml/%2e%2e/tasks.xhtml",
                "/%74asks.xhtml",
                "//tasks.xhtml",
                "/TASKS.XHTML",
                "/login.xhtml%00",
                "/API/v1/tasks",
                "//api/v1/tasks",
                "/api;x=y/v1/tasks",
                "/./api/v1/tasks",
                "/jakarta.faces.resource/../tasks.xhtml",
                "/jakarta.faces.resource/tasks.xhtml",
                "/jakarta.faces.resource/web.xml.xhtml",
                "/jakarta.faces.resource/x.css.xhtml?pfdrid=1",
                "/WEB-INF/web.xml",
                "/WEB-INF/../tasks.xhtml",
                "/META-INF/MANIFEST.MF",
                "/resources/",
                "/metrics",
                "/health",
                "/management")) {
            HttpResponse<String> answer = RawHttp.get(path);
            all.assertThat(answer.statusCode()).as(path).isIn(302, 303, 400, 401, 404);
            all.assertThat(answer.body()).as(path).doesNotContain("<form", "<web-app", "items");
        }
        all.assertAll();
    }

    @Test
    void traceIsOff() throws IOException, InterruptedException {
        for (String path : List.of("/", "/api/v1/tasks", "/login.xhtml")) {
            HttpResponse<String> answer = RawHttp.send("TRACE", path, Map.of("X-Secret", "echo"), null);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.body()).doesNotContain("echo");
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersThatBrowsersNeed() throws IOException, InterruptedException {
        List<HttpResponse<String>> answers = List.of(
                RawHttp.get("/login.xhtml"),
                RawHttp.get("/api/v1/tasks"),
                RawHttp.get("/tasks.xhtml"),
                RawHttp.send("GET", "/api/v1/me", Map.of("Authorization", RawHttp.administrator()), null));
        for (HttpResponse<String> answer : answers) {
            String as = answer.uri() + " " + answer.statusCode();
            assertThat(answer.headers().allValues("Content-Security-Policy").toString())
                    .as(as)
                    .contains("frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(as)
                    .contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(as).contains("same-origin");
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .as(as)
                    .contains("no-store");
            assertThat(answer.headers().map().keySet()).as(as).doesNotContain("X-Powered-By", "Server");
        }
    }

    @Test
    void thePagesAllowNoScriptInTheirMarkup() throws IOException, InterruptedException {
        HttpResponse<String> page = RawHttp.get("/login.xhtml");
        String policy = String.join("; ", page.headers().allValues("Content-Security-Policy"));
        assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe-eval");
        assertThat(policy.replaceAll("style-src[^;,]*", "")).doesNotContain("unsafe-inline");
        assertThat(page.body()).doesNotContainPattern("\\son[a-z]+=\"");
    }

    @Test
    void aPasswordFromSomebodyElseOpensNothingButItsChange() throws IOException, InterruptedException {
        String name = "fresh-" + System.nanoTime();
        String first = "first-Password-of-31";
        administrator
                .post(
                        "/api/v1/users",
                        "{\"name\":\"%s\",\"password\":\"%s\",\"roles\":[\"administrator\"]}".formatted(name, first))
                .expect(201);
        Map<String, String> header = Map.of("Authorization", RawHttp.basic(name, first));

        HttpResponse<String> refused = RawHttp.send("GET", "/api/v1/stats", header, null);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("password-change-needed", "PUT /api/v1/me/password");
        assertThat(RawHttp.send("GET", "/openapi", header, null).statusCode()).isEqualTo(403);
        assertThat(RawHttp.send("GET", "/api/v1/me", header, null).body()).contains("\"mustChange\":true");

        administrator.delete("/api/v1/users/" + name).expect(204);
        assertThat(RawHttp.send("GET", "/api/v1/me", header, null).statusCode()).isEqualTo(401);
    }

    @Test
    void whoGuessesIsToldToWait() throws IOException, InterruptedException {
        String name = "guessed-" + System.nanoTime();
        administrator.withUser(name, "viewer");
        assertThat(administrator.as(name, TaktApi.PASSWORD).get("/api/v1/me").status())
                .isEqualTo(200);
        HttpResponse<String> answer = null;
        for (int i = 0; i < 6; i++) {
            answer = RawHttp.send(
                    "GET", "/api/v1/me", Map.of("Authorization", RawHttp.basic(name, "guess-number-" + i)), null);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(answer.body()).contains("too-many-failures");
        assertThat(administrator.as(name, TaktApi.PASSWORD).get("/api/v1/me").status())
                .as("the right password that was known before")
                .isEqualTo(200);
    }

    @Test
    void credentialsThatCannotBeReadAreRefusedInWords() throws IOException, InterruptedException {
        for (String header : List.of("Basic", "Basic %%%", "Basic YWJj", "Digest x", "Bearer", "nonsense")) {
            HttpResponse<String> answer = RawHttp.send("GET", "/api/v1/me", Map.of("Authorization", header), null);
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.body()).as(header).contains("urn:takt:problem:unauthorized");
        }
    }

    @Test
    void whatIsOpenIsTheLookOfTheLoginPageOnly() throws IOException, InterruptedException {
        Stream<String> links = java.util.regex.Pattern.compile("(?:href|src)=\"(/[^\"]+)\"")
                .matcher(RawHttp.get("/login.xhtml").body())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .filter(link -> link.contains("/jakarta.faces.resource/"));
        List<String> resources = links.toList();
        assertThat(resources).isNotEmpty();
        for (String resource : resources) {
            HttpResponse<String> answer = RawHttp.get(resource);
            assertThat(answer.statusCode()).as(resource).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(resource)
                    .matches("(text/css|text/javascript|application/javascript|image/.*|font/.*|application/font.*).*");
        }
    }

    private static HttpResponse<String> call(String route, Map<String, String> headers)
            throws IOException, InterruptedException {
        String method = Routes.method(route);
        boolean body = method.equals("POST") || method.equals("PUT");
        Map<String, String> all = new java.util.HashMap<>(headers);
        if (body) {
            all.put("Content-Type", "application/json");
        }
        return RawHttp.send(method, Routes.path(route), all, body ? REFUSED_BODY : null);
    }

    private static void assertUnauthorized(SoftAssertions all, String route, HttpResponse<String> answer) {
        all.assertThat(answer.statusCode()).as(route).isEqualTo(401);
        all.assertThat(answer.headers().firstValue("Content-Type")).as(route).contains("application/problem+json");
        all.assertThat(answer.headers().allValues("WWW-Authenticate").toString())
                .as(route)
                .contains("Basic", "Bearer");
        all.assertThat(answer.body()).as(route).contains("\"status\":401");
    }
}
