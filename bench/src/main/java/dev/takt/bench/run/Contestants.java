package dev.takt.bench.run;

import dev.takt.bench.database.Database;
import dev.takt.bench.peer.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts contestants by name. */
final class Contestants {
    private final Plan plan;

    Contestants(Plan plan) {
        this.plan = plan;
    }

    /** Whether it is Takt, by whichever way in. */
    static boolean isTakt(String name) {
        return name.startsWith("takt");
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
            if (name.equals("takt")) {
                return new Running(server.control(), server.control(), server.pid(), server::hold, List.of(server));
            }
            JavaProcess loader = loader(name.substring("takt-".length()), server);
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
