package dev.takt.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.takt.api.TaktException;
import dev.takt.api.TaktException.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads {@code META-INF/takt-jobs.json}: an array of jobs with their names. Expressions are a closed list; nothing else
 * that looks like one is touched.
 */
final class JobFile {
    /** More jobs than this in one file are a mistake. */
    static final int JOBS_MAX = 1_000;

    /** The management address of the node that registers the job. */
    static final String MANAGEMENT = "${takt.node.management}";

    private static final Set<String> FIELDS = Set.of("name", "definition");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private JobFile() {}

    /** A job that is to be. */
    record Declared(String name, JobDefinition definition) {}

    /**
     * Reads a file.
     *
     * @throws TaktException.Invalid with all violations, by {@code [index].field}
     */
    static List<Declared> read(String json, UnaryOperator<String> properties) {
        JsonNode file = parse(json.replace(MANAGEMENT, managementAddress(properties)));
        if (!file.isArray() || file.size() > JOBS_MAX) {
            throw new TaktException.Invalid(
                    "", "The file is an array of up to " + JOBS_MAX + " objects with name and definition.");
        }
        List<Declared> jobs = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < file.size(); i++) {
            JsonNode job = file.get(i);
            String path = "[" + i + "]";
            List<Violation> own = shape(job, path);
            if (own.isEmpty() && !names.add(job.get("name").textValue())) {
                own.add(new Violation(path + ".name", "is given twice; a job has one name of its own."));
            }
            if (own.isEmpty()) {
                try {
                    jobs.add(new Declared(
                            job.get("name").textValue(),
                            JobDocument.read(job.get("definition").toString().getBytes(StandardCharsets.UTF_8))));
                } catch (TaktException.Invalid invalid) {
                    invalid.violations()
                            .forEach(one -> own.add(new Violation(path + ".definition." + one.field(), one.rule())));
                }
            }
            violations.addAll(own);
        }
        if (!violations.isEmpty()) {
            throw new TaktException.Invalid(violations);
        }
        return jobs;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new TaktException.Invalid("", "The file is not JSON: " + broken.getOriginalMessage() + ".");
        }
    }

    private static List<Violation> shape(JsonNode job, String path) {
        List<Violation> violations = new ArrayList<>();
        if (!job.isObject()) {
            violations.add(new Violation(path, "is not an object; name and definition are needed."));
            return violations;
        }
        if (!job.path("name").isTextual()) {
            violations.add(new Violation(path + ".name", "is missing or not a string."));
        }
        if (!job.path("definition").isObject()) {
            violations.add(new Violation(path + ".definition", "is missing or not an object."));
        }
        for (Iterator<String> fields = job.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!FIELDS.contains(field)) {
                violations.add(new Violation(path + "." + field, "is not known; use name and definition."));
            }
        }
        return violations;
    }

    /** WildFly's management interface as the server's start options place it. */
    private static String managementAddress(UnaryOperator<String> properties) {
        String host = either(properties.apply("jboss.bind.address.management"), "127.0.0.1");
        int port = Integer.parseInt(either(properties.apply("jboss.management.http.port"), "9990"))
                + Integer.parseInt(either(properties.apply("jboss.socket.binding.port-offset"), "0"));
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    }

    private static String either(String first, String second) {
        return first == null || first.isBlank() ? second : first;
    }
}
