package dev.takt.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The machine and the programs that figures were taken on. */
public final class Environment {
    private Environment() {}

    /**
     * What figures depend on, by name.
     *
     * @param database version and settings of the database
     */
    public static Map<String, String> of(Map<String, String> database) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("CPU", value("/proc/cpuinfo", line -> line.startsWith("model name")));
        all.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.put("memory", value("/proc/meminfo", line -> line.startsWith("MemTotal")));
        all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        all.put("commit", commit());
        all.put("PostgreSQL", database.get("version"));
        database.forEach((name, value) -> {
            if (!name.equals("version")) {
                all.put(name, value);
            }
        });
        return all;
    }

    private static String value(String file, Predicate<String> wanted) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        return lines.stream()
                .filter(wanted)
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static String commit() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return answer.isEmpty() ? "unknown" : answer;
    }
}
