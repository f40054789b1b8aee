package dev.takt.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One node's folder (WildFly's {@code jboss.server.base.dir}): its configuration, deployments, data and log.
 *
 * @param path where it is
 */
public record NodeFolder(Path path) {
    private static final int FAILURE_LINES_MAX = 20;
    private static final int FAILURE_LINE_MAX = 500;

    public NodeFolder {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Brings configuration and deployments up to date from a provisioned server; data and log stay.
     *
     * @param home the provisioned server
     * @param deployments the files to deploy at the next start
     */
    public void prepare(Path home, Path... deployments) throws IOException {
        ServerProcess.refuseSecondServer(this);
        Path stock = home.resolve("standalone/configuration");
        Files.createDirectories(path);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            // The database file and the log are nobody else's business.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectories(configuration());
        Files.createDirectories(data());
        Files.createDirectories(log());
        for (String name : List.of(Provision.CONFIGURATION, "mgmt-users.properties", "mgmt-groups.properties")) {
            Files.copy(stock.resolve(name), configuration().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        // Counts until the logging subsystem has started: the same option as there sets the console's level.
        Files.writeString(
                configuration().resolve("logging.properties"),
                Files.readString(stock.resolve("logging.properties"))
                        .replace("handler.CONSOLE.level=INFO", "handler.CONSOLE.level=${takt.log.console:INFO}"));
        // Deployments live as files here; what the server keeps of them between starts would only be a second copy.
        Provision.delete(deployments());
        Provision.delete(data().resolve("content"));
        Files.createDirectories(deployments());
        for (Path deployment : deployments) {
            Path target = deployments().resolve(deployment.getFileName());
            Files.copy(deployment, target, StandardCopyOption.REPLACE_EXISTING);
            Files.createFile(deployments().resolve(deployment.getFileName() + ".dodeploy"));
        }
    }

    public Path configuration() {
        return path.resolve("configuration");
    }

    public Path deployments() {
        return path.resolve("deployments");
    }

    public Path data() {
        return path.resolve("data");
    }

    public Path log() {
        return path.resolve("log");
    }

    /** The server's log file. */
    public Path serverLog() {
        return log().resolve("server.log");
    }

    /** Where the first start leaves the administrator's one-time password when none was given; read once. */
    public Path firstAdministrator() {
        return data().resolve("takt/first-administrator.txt");
    }

    /** Whether the deployment scanner has deployed everything. */
    boolean allDeployed() {
        return marked(".dodeploy").isEmpty() && marked(".isdeploying").isEmpty();
    }

    /** What the deployment scanner says of a deployment that failed: its causes, without the frames. */
    Optional<String> failure() {
        return marked(".failed").map(file -> {
            try {
                String causes = Files.readString(file)
                        .lines()
                        .flatMap(line -> Stream.of(line.split("Caused by: ")))
                        .filter(line -> !line.startsWith("\tat ") && !line.isBlank())
                        .map(line -> line.length() > FAILURE_LINE_MAX ? line.substring(0, FAILURE_LINE_MAX) : line)
                        .limit(FAILURE_LINES_MAX)
                        .collect(Collectors.joining(System.lineSeparator()));
                return file.getFileName() + ": " + causes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Optional<Path> marked(String suffix) {
        try (Stream<Path> files = Files.list(deployments())) {
            return files.filter(file -> file.toString().endsWith(suffix)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
