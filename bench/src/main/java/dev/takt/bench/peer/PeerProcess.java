package dev.takt.bench.peer;

import com.sun.net.httpserver.HttpServer;
import dev.takt.bench.load.Loads;
import dev.takt.bench.workload.ControlPoint;
import dev.takt.bench.workload.Entrance;
import dev.takt.bench.workload.Ledger;
import dev.takt.bench.workload.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The process of a peer, or of a loader of Takt. Says {@code port N} when it listens; ends with its standard input. */
public final class PeerProcess {
    /** The environment variable with the database's password, or the loader's token. */
    public static final String SECRET = "BENCH_SECRET";

    private PeerProcess() {}

    /**
     * Runs.
     *
     * @param arguments what it is, the setting, the address (JDBC or HTTP), the user
     */
    public static void main(String... arguments) throws Exception {
        Tally tally = new Tally();
        Entrance entrance = entrance(
                arguments[0], Setting.valueOf(arguments[1]), arguments[2], arguments[3], System.getenv(SECRET), tally);
        ControlPoint control = new ControlPoint(entrance, entrance instanceof Ledger ledger ? ledger : null, tally);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/control", exchange -> {
            String command = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = control.answer(command).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        System.out.println("port " + server.getAddress().getPort());
        // The driver reads no further: a library that writes much would stand still.
        System.setOut(System.err);
        awaitDriversEnd();
        // What still runs is nobody's any more.
        Runtime.getRuntime().halt(0);
    }

    private static Entrance entrance(
            String name, Setting setting, String address, String user, String secret, Tally tally) throws Exception {
        return switch (name) {
            case "bare" -> new BareLoop(address, user, secret, tally);
            case "db-scheduler" -> new DbSchedulerPeer(address, user, secret, setting, tally);
            case "jobrunr" -> new JobRunrPeer(address, user, secret, setting, tally);
            case "quartz" -> new QuartzPeer(address, user, secret, setting, tally);
            default -> Loads.of(name, address, user, secret);
        };
    }

    private static void awaitDriversEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said to it but the end.
        }
    }
}
