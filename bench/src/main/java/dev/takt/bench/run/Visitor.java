package dev.takt.bench.run;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who looks at a server by its API, with a token, or by its console, signed in. One request at a time, kept alive. */
final class Visitor {
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\"[^>]*>");
    private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String address;
    private final String token;

    private Visitor(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Of the API. */
    static Visitor withToken(TaktServer server) throws IOException, InterruptedException {
        return new Visitor(server.address(), server.token());
    }

    /** Of the console, by its own form. */
    static Visitor signedIn(TaktServer server) throws IOException, InterruptedException {
        Visitor visitor = new Visitor(server.address(), null);
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(visitor.get("/login.xhtml"));
        while (hidden.find()) {
            fields.put(part(NAME, hidden.group()), part(VALUE, hidden.group()));
        }
        fields.put("name", TaktServer.ADMINISTRATOR);
        fields.put("password", TaktServer.PASSWORD);
        fields.put("sign-in", "Sign in");
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        visitor.send(visitor.request("/login.xhtml")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", visitor.address)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return visitor;
    }

    private static String part(Pattern pattern, String tag) {
        Matcher matcher = pattern.matcher(tag);
        return matcher.find() ? matcher.group(1) : "";
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /**
     * Gets a page.
     *
     * @throws IllegalStateException when it was not given
     */
    String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    response.request().uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
