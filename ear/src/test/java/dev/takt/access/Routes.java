package dev.takt.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** All that the web application answers to, from what is deployed. */
final class Routes {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final String EAR = "takt.ear";
    private static final String WAR = "takt-web.war";
    private static final String RESOURCES = "META-INF/resources/";

    private Routes() {}

    /** The API's routes as the server describes them, such as {@code GET /api/v1/tasks/{id}}. */
    static Set<String> described() throws IOException, InterruptedException {
        String json = RawHttp.send(
                        "GET", "/openapi?format=json", Map.of("Authorization", RawHttp.administrator()), null)
                .body();
        Set<String> routes = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path :
                new ObjectMapper().readTree(json).path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (METHODS.contains(method)) {
                    routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                }
            });
        }
        return routes;
    }

    /** A path that fits a route, with names and ids that do not exist. */
    static String path(String route) {
        return route.substring(route.indexOf(' ') + 1)
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{name}", "nobody-here");
    }

    static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    /** The address of each file in the web application and in its libraries' web resources. */
    static Set<String> files() throws IOException {
        Set<String> files = new TreeSet<>();
        try (ZipFile ear = new ZipFile(System.getProperty(EAR))) {
            ZipEntry war = ear.getEntry(WAR);
            try (ZipInputStream entries = new ZipInputStream(ear.getInputStream(war))) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    if (entry.getName().endsWith(".jar")) {
                        libraryFiles(new ByteArrayInputStream(entries.readAllBytes()), files);
                    } else {
                        files.add("/" + entry.getName());
                    }
                }
            }
        }
        return files;
    }

    private static void libraryFiles(InputStream jar, Set<String> files) throws IOException {
        ZipInputStream entries = new ZipInputStream(jar);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().startsWith(RESOURCES) && !entry.isDirectory()) {
                files.add("/" + entry.getName().substring(RESOURCES.length()));
            }
        }
    }
}
