package dev.takt.bench.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All samples, kept in {@code results.json} after each one, so that a run that is broken off leaves what it had. */
public final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * Results in a folder; those of an earlier run are read.
     *
     * @param environment what the figures depend on, by name
     */
    public Results(Path folder, Map<String, String> environment) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.environment = environment;
        if (Files.exists(file())) {
            JsonNode earlier = JSON.readTree(file().toFile());
            samples.addAll(JSON.convertValue(earlier.path("samples"), new TypeReference<List<Sample>>() {}));
        }
    }

    private Path file() {
        return folder.resolve("results.json");
    }

    /** Forgets what an earlier run has of a contestant at a workload. */
    public void forget(String workload, String contestant) {
        samples.removeIf(sample ->
                sample.workload().equals(workload) && sample.contestant().equals(contestant));
    }

    /** Adds the figures of a round. */
    public void add(String workload, String contestant, int round, Map<String, Double> figures) throws IOException {
        add(new Sample(workload, contestant, round, now(), figures, null));
    }

    /** Adds why a round has no figures. */
    public void fail(String workload, String contestant, int round, String reason) throws IOException {
        add(new Sample(workload, contestant, round, now(), Map.of(), reason));
    }

    private void add(Sample sample) throws IOException {
        samples.add(sample);
        System.out.println("  " + text(sample));
        write();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String text(Sample sample) {
        return "%s %-16s round %d: %s"
                .formatted(
                        sample.workload(),
                        sample.contestant(),
                        sample.round(),
                        sample.failure() != null
                                ? "failed: " + sample.failure()
                                : sample.figures().entrySet().stream()
                                        .map(figure -> figure.getKey() + " " + Figures.text(figure.getValue()))
                                        .collect(Collectors.joining(", ")));
    }

    private void write() throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.set("environment", JSON.valueToTree(environment));
        all.set("samples", JSON.valueToTree(samples));
        // A run that is stopped while it writes must not take the earlier ones with it.
        Path next = folder.resolve("results.json.next");
        JSON.writeValue(next.toFile(), all);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Everything that was measured, by this run and earlier ones. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** What the figures depend on. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Where everything is written. */
    public Path folder() {
        return folder;
    }
}
