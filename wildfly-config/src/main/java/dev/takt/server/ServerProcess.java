package dev.takt.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One running server, from its start to its end. */
public final class ServerProcess implements AutoCloseable {
    /** A clean stop lets running attempts end; WildFly itself needs about a second. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int HTTP_TIMEOUT_MILLIS = 2_000;

    private final ServerStart start;
    private final Process process;

    private ServerProcess(ServerStart start, Process process) {
        this.start = start;
        this.process = process;
    }

    /**
     * Starts a server. Its output goes where {@code output} says.
     *
     * @throws IllegalStateException when a port is taken or the folder's server runs already
     */
    public static ServerProcess start(ServerStart start, ProcessBuilder.Redirect output) throws IOException {
        refuseSecondServer(start.folder());
        if (start.within().isEmpty()) {
            // One that runs within something else may have ports of its own.
            refuseTakenPort(start.httpPort());
            refuseTakenPort(start.managementPort());
        }
        Files.createDirectories(start.folder().log());
        ProcessBuilder builder = new ProcessBuilder(start.command())
                .directory(start.folder().path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().putAll(start.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(pidFile(start.folder()), Long.toString(process.pid()));
        return new ServerProcess(start, process);
    }

    /**
     * Waits until every deployment is deployed and the server calls itself ready.
     *
     * @throws IllegalStateException when it ends, a deployment fails, or the limit is over; the message says which
     */
    public void awaitReady(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!(start.folder().allDeployed() && isReady())) {
            Optional<String> failure = start.folder().failure();
            if (failure.isPresent()) {
                throw new IllegalStateException("A deployment failed. %s%nThe whole story is in %s."
                        .formatted(failure.get(), start.folder().serverLog()));
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended with code %d while it started. Look at the end of %s."
                        .formatted(process.exitValue(), start.folder().serverLog()));
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The server was not ready after %d s. Look at the end of %s."
                        .formatted(limit.toSeconds(), start.folder().serverLog()));
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private boolean isReady() {
        try {
            URI health =
                    URI.create("http://" + start.managementAddress() + ":" + start.managementPort() + "/health/ready");
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
            connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            // Not listening yet: that is what this method is asked.
            return false;
        }
    }

    /** Waits for the server's end. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Tells the exit code when the process has ended, on another thread; at once when it has ended already. */
    public void onEnd(IntConsumer end) {
        process.onExit().thenAccept(ended -> end.accept(ended.exitValue()));
    }

    /** Whether the process lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** How it was started. */
    public ServerStart start() {
        return start;
    }

    /** Kills at once, as a power cut would (SIGKILL). */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Stops cleanly (SIGTERM), and by force when that takes too long. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** {@link #stop}; when the waiting thread is interrupted, the server is killed rather than left behind. */
    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IllegalStateException when a server runs on a folder */
    static void refuseSecondServer(NodeFolder folder) throws IOException {
        Path file = pidFile(folder);
        if (!Files.exists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readString(file).trim());
        boolean runs = ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().commandLine())
                .filter(line -> line.contains(folder.path().toString()))
                .isPresent();
        if (runs) {
            throw new IllegalStateException("A server already runs on %s (process %d). Stop it first: kill %d."
                    .formatted(folder.path(), pid, pid));
        }
    }

    private static Path pidFile(NodeFolder folder) {
        return folder.path().resolve("server.pid");
    }

    private static void refuseTakenPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Port %d is taken. Stop what listens there, or move all ports with -Dport.offset=100."
                            .formatted(port),
                    e);
        }
    }
}
