package dev.takt.bench.run;

import dev.takt.bench.peer.PeerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A peer's or a loader's process. Killed with {@link #close}: nothing of it is needed afterwards. */
final class JavaProcess implements ContestantProcess {
    private static final String PORT = "port ";

    private final Process process;
    private final Control control;

    private JavaProcess(Process process, Control control) {
        this.process = process;
        this.control = control;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param log where its errors go
     * @param secret what only its environment tells it
     * @param arguments of {@link PeerProcess}
     */
    static JavaProcess start(Plan plan, Path log, String secret, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + Plan.HEAP_MEBIBYTES + "m");
        command.add("-Dslf4j.internal.verbosity=ERROR");
        Stream.of(plan.jvm().split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerProcess.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(PeerProcess.SECRET, secret);
        Process process = builder.start();
        try {
            return new JavaProcess(
                    process, new Control(URI.create("http://127.0.0.1:" + port(process, log) + "/control")));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Process process, Path log) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new IllegalStateException("A contestant's process did not start. Look at the end of " + log);
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
