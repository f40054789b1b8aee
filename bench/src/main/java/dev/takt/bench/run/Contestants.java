package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts contestants by name. */
final class Contestants {
    /** Takt in its server, by its client; other ways in have names that go on with a hyphen. */
    private static final String TAKT = "takt";

    private final Plan plan;

    Contestants(Plan plan) {
        this.plan = plan;
    }

    /** Whether it is Takt, by whichever way in. */
    static boolean isTakt(String name) {
        return name.startsWith(TAKT);
    }

    /** Those that schedule and recover, each once: not the loop, which does neither, and Takt by one way in. */
    static List<String> schedulers(List<String> names) {
        return names.stream()
                .filter(name -> !name.equals("bare") && (name.equals(TAKT) || !isTakt(name)))
                .toList();
    }

    /** Takt by its first way in only: for what the others cannot do, or what no way in changes. */
    static List<String> taktAlone(List<String> names) {
        return names.stream().filter(name -> name.equals(TAKT)).toList();
    }

    /**
     * Starts a contestant on a database.
     *
     * @param name as in {@code -Dcontestants}
     * @param setting how a peer finds out that another process has died
     */
    Running start(String name, Setting setting, Database database) throws IOException, InterruptedException {
        if (!isTakt(name)) {
            JavaProcess peer = peer(name, setting, database);
            return new Running(peer.control(), peer.control(), peer.pid(), peer.control()::hold, List.of(peer));
        }
        TaktServer server = TaktServer.start(plan, database, 1, 1);
        try {
            if (name.equals(TAKT)) {
                return new Running(server.control(), server.control(), server.pid(), server::hold, List.of(server));
            }
            JavaProcess loader = loader(name.substring(TAKT.length() + 1), server);
            return new Running(loader.control(), server.control(), server.pid(), server::hold, List.of(loader, server));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A peer's process; several on one database are one cluster. */
    JavaProcess peer(String name, Setting setting, Database database) throws IOException {
        return JavaProcess.start(
                plan, log(name), database.password(), name, setting.name(), database.url(), database.user());
    }

    /** A process that submits to a server from outside. */
    JavaProcess loader(String way, TaktServer server) throws IOException, InterruptedException {
        boolean jms = way.equals("jms");
        return JavaProcess.start(
                plan,
                log("load-" + way),
                jms ? TaktServer.PASSWORD : server.token(),
                way,
                Setting.THROUGHPUT.name(),
                server.address(),
                TaktServer.ADMINISTRATOR);
    }

    private Path log(String name) throws IOException {
        return Files.createDirectories(plan.folder().resolve("log")).resolve(name + ".log");
    }
}
