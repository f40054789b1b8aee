package dev.takt.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes an unpacked WildFly a Takt server with the CLI scripts, offline and in one process. A fingerprint of the
 * scripts tells when nothing has changed; then only Takt's own jars are brought up to date, which takes no time.
 */
public final class Provision {
    /** The configuration that the scripts write, beside the ones that WildFly ships. */
    public static final String CONFIGURATION = "standalone-takt.xml";

    private static final String STOCK = "standalone-full-ha.xml";
    private static final Set<String> DRIVERS = Set.of("h2.jar", "postgresql.jar");

    /** Takt's own jars among the server's modules, and where they are. */
    private static final Map<String, String> OWN_JARS = Map.of(
            "takt-ejb-client.jar", "modules/dev/takt/api/main", "takt-jgroups.jar", "modules/dev/takt/jgroups/main");

    /** Configuring takes 5 s on two cores; a CLI that hangs must not hang the build. */
    private static final long CLI_LIMIT_SECONDS = 180;

    private final Path home;
    private final Path scripts;

    private Provision(Path home, Path scripts) {
        this.home = home.toAbsolutePath();
        this.scripts = scripts;
    }

    /**
     * Provisions.
     *
     * @param arguments the unpacked WildFly, and the folder with the CLI scripts and their jars
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        new Provision(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws IOException, InterruptedException {
        Path stamp = home.resolve(".takt-fingerprint");
        String fingerprint = fingerprint();
        if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
            for (Map.Entry<String, String> jar : OWN_JARS.entrySet()) {
                Files.copy(
                        scripts.resolve(jar.getKey()),
                        home.resolve(jar.getValue()).resolve(jar.getKey()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        Files.deleteIfExists(stamp);
        delete(home.resolve("modules/dev/takt"));
        delete(home.resolve("modules/org/postgresql"));
        Path configurations = home.resolve("standalone/configuration");
        Files.copy(
                configurations.resolve(STOCK),
                configurations.resolve(CONFIGURATION),
                StandardCopyOption.REPLACE_EXISTING);
        configure();
        Files.writeString(stamp, fingerprint);
    }

    private void configure() throws IOException, InterruptedException {
        Path output = scripts.resolve("configure.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Jvm.java(),
                        "-Djboss.home.dir=" + home,
                        "-Djboss.cli.config=" + home.resolve("bin/jboss-cli.xml"),
                        "-jar",
                        home.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        home.resolve("modules").toString(),
                        "org.jboss.as.cli",
                        "--file=configure.cli")
                .directory(scripts.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JBOSS_HOME", home.toString());
        Process cli = builder.start();
        cli.getOutputStream().close();
        boolean ended = cli.waitFor(CLI_LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            cli.destroyForcibly();
        }
        if (!ended || cli.exitValue() != 0) {
            throw new IllegalStateException(
                    "WildFly's CLI did not apply configure.cli (%s). Its output is in %s; mend the script that it names last and run again.%n%s"
                            .formatted(
                                    ended ? "exit code " + cli.exitValue() : "not done in " + CLI_LIMIT_SECONDS + " s",
                                    output,
                                    Files.readString(output)));
        }
    }

    private String fingerprint() throws IOException {
        try (Stream<Path> files = Files.list(scripts)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> inputs = files.filter(file -> file.toString().endsWith(".cli")
                            || DRIVERS.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
            for (Path input : inputs) {
                digest.update(input.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(input));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
