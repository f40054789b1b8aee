package dev.takt.server;

import dev.takt.check.HandlerRecord;
import dev.takt.check.RecordingHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Several real servers on a real PostgreSQL, which a test may kill, freeze, stop and start again one by one. Nodes count from 1.
 * Each has the handler {@code recording} ({@link RecordingHandler}); all write to one record.
 */
public final class ClusterUnderTest implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofMinutes(4);

    /** Far beyond the milliseconds that a hand-over takes, and the second or so after a death. */
    private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(30);

    /** Next to the ports of the managed server and of {@link ServerUnderTest}, which may run at the same time. */
    private static final int OFFSET_FROM_MANAGED = 100;

    private static final String SECRET = "the secret of the nodes under test";
    private static final long SIGNAL_LIMIT_SECONDS = 5;
    private static final int JGROUPS_PORT = 7600;

    /** Servers that live for minutes: the second compiler costs more at their boot than it ever gives back. */
    private static final String QUICK_BOOT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final PostgresServer postgres;
    private final Path record;
    private final SplitNetwork network;
    private final List<ServerStart> starts = new ArrayList<>();
    private final Map<Integer, ServerProcess> running = new java.util.concurrent.ConcurrentHashMap<>();
    private final Set<Integer> frozen = java.util.Collections.synchronizedSet(new TreeSet<>());
    private volatile int crashes;

    private ClusterUnderTest(PostgresServer postgres, Path record, SplitNetwork network) {
        this.postgres = postgres;
        this.record = record;
        this.network = network;
    }

    /**
     * Starts PostgreSQL and the nodes, one after the other, on empty folders.
     *
     * @param name the folder's name
     * @param nodes how many
     * @param properties system properties of every node beside the usual ones
     */
    public static ClusterUnderTest start(String name, int nodes, Map<String, String> properties)
            throws IOException, InterruptedException {
        return start(name, nodes, properties, null);
    }

    /**
     * The same, with each node on a host of its own.
     *
     * @param network has as many hosts; null for all on this one
     */
    public static ClusterUnderTest start(String name, int nodes, Map<String, String> properties, SplitNetwork network)
            throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("test.folder"), name);
        Provision.delete(folder);
        Files.createDirectories(folder);
        PostgresServer postgres =
                new PostgresServer(folder.resolve("postgresql"), network == null ? "127.0.0.1" : network.here(), 0);
        ClusterUnderTest cluster = new ClusterUnderTest(postgres, folder.resolve("record.txt"), network);
        try {
            postgres.start();
            cluster.prepare(folder, nodes, properties);
            for (int node = 1; node <= nodes; node++) {
                cluster.restart(node);
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    private void prepare(Path folder, int nodes, Map<String, String> properties) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("takt.db.url", postgres.url());
        all.put("takt.db.user", PostgresServer.NAME);
        all.put("takt.log.console", "ERROR");
        all.put("takt.http.allow", "loopback");
        all.put(RecordingHandler.FILE, record.toString());
        ClusterPlan plan = new ClusterPlan(
                Path.of(System.getProperty("server.home")),
                folder,
                nodes,
                Integer.getInteger("test.port.offset") + OFFSET_FROM_MANAGED,
                ServerStart.HEAP_MAX_MEBIBYTES,
                all);
        Map<String, String> environment = Map.of(
                "TAKT_DB_PASSWORD",
                postgres.password(),
                "TAKT_CLUSTER_SECRET",
                SECRET,
                "JAVA_TOOL_OPTIONS",
                QUICK_BOOT);
        Path handlers = folder.resolve("recording.war");
        ShrinkWrap.create(WebArchive.class, "recording.war")
                .addClass(RecordingHandler.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .as(ZipExporter.class)
                .exportTo(handlers.toFile(), true);
        for (int node = 1; node <= nodes; node++) {
            ServerStart start = plan.node(node, environment);
            starts.add(network == null ? start : onHost(node, nodes, start));
        }
        for (ServerStart start : starts) {
            start.folder().prepare(start.home(), Path.of(System.getProperty("takt.ear")), handlers);
        }
    }

    /** The same server on a host of its own. */
    private ServerStart onHost(int node, int nodes, ServerStart start) {
        Map<String, String> all = new LinkedHashMap<>(start.properties());
        List<String> members = new ArrayList<>();
        for (int other = 1; other <= nodes; other++) {
            int step = (other - node) * ClusterPlan.PORT_STEP;
            members.add(network.address(other) + "[" + (groupPort(start) + step) + "]");
        }
        all.put("takt.cluster.hosts", String.join(",", members));
        for (String listener : List.of("", ".private", ".management")) {
            all.put("jboss.bind.address" + listener, network.address(node));
        }
        return new ServerStart(
                start.home(),
                start.folder(),
                start.portOffset(),
                start.heapMaxMebibytes(),
                all,
                start.environment(),
                network.prefix(node));
    }

    /** How many nodes there are, running or not. */
    public int size() {
        return starts.size();
    }

    /** A node's API as the administrator. */
    public TaktApi api(int node) {
        ServerStart start = starts.get(node - 1);
        return TaktApi.at(start.properties().getOrDefault("jboss.bind.address", "127.0.0.1"), start.httpPort());
    }

    /** A node's name, as API and record tell it. */
    public String name(int node) {
        return ClusterPlan.name(node);
    }

    /** The number of the node with this name. */
    public int number(String name) {
        return Integer.parseInt(name.substring("node".length()));
    }

    /** Whether the node's process lives; a frozen one does. */
    public boolean isRunning(int node) {
        return running.containsKey(node) && running.get(node).isAlive();
    }

    /** Whether the node's process lives and is not frozen. */
    public boolean isAnswering(int node) {
        return isRunning(node) && !frozen.contains(node);
    }

    /** Whether the node says that it may be sent work. */
    public boolean isReady(int node) {
        ServerStart start = starts.get(node - 1);
        return TaktApi.at(start.managementAddress(), start.managementPort())
                        .get("/health/ready")
                        .status()
                == 200;
    }

    /** How many times a node was killed or frozen, so that what it ran may have been started again. */
    public int crashes() {
        return crashes;
    }

    /** The port of the node's API and console, by which JMS comes in too. */
    public int httpPort(int node) {
        return starts.get(node - 1).httpPort();
    }

    /** The port at which the other nodes reach this one. */
    public int groupPort(int node) {
        return groupPort(starts.get(node - 1));
    }

    private static int groupPort(ServerStart start) {
        return JGROUPS_PORT + start.portOffset();
    }

    /** The process's id of a node that runs. */
    public long pid(int node) {
        return running.get(node).pid();
    }

    /** The node's log. */
    public Path log(int node) {
        return starts.get(node - 1).folder().serverLog();
    }

    /** SIGKILL: nothing is flushed, nobody is told. Returns when the process is gone. */
    public void kill9(int node) throws InterruptedException {
        running.remove(node).kill();
        frozen.remove(node);
        crashes++;
    }

    /** SIGSTOP: the node holds what it has, and does nothing, until {@link #thaw}. */
    public void freeze(int node) throws IOException, InterruptedException {
        signal("STOP", node);
        frozen.add(node);
        crashes++;
    }

    /** SIGCONT. */
    public void thaw(int node) throws IOException, InterruptedException {
        signal("CONT", node);
        frozen.remove(node);
    }

    /** SIGTERM, and waits for the end: a clean stop. */
    public void stop(int node) throws InterruptedException {
        running.remove(node).stop();
    }

    /** Starts a node that does not run, and waits until it is ready. */
    public void restart(int node) throws IOException, InterruptedException {
        begin(node).awaitReady(READY_LIMIT);
    }

    /** Starts a node that does not run, and does not wait. */
    public ServerProcess begin(int node) throws IOException {
        ServerStart start = starts.get(node - 1);
        ServerProcess server = ServerProcess.start(
                start,
                ProcessBuilder.Redirect.appendTo(
                        start.folder().log().resolve("console.log").toFile()));
        running.put(node, server);
        return server;
    }

    /** Brings every node back, whatever a test did to it, and waits until each sees all. */
    public void heal() throws IOException, InterruptedException {
        for (int node : List.copyOf(frozen)) {
            thaw(node);
        }
        for (int node = 1; node <= size(); node++) {
            if (!isRunning(node)) {
                restart(node);
            }
        }
        awaitWhole();
    }

    /** Waits until each node's API shows all nodes as active. */
    public void awaitWhole() {
        for (int node = 1; node <= size(); node++) {
            TaktApi api = api(node);
            Awaitility.await(name(node) + " sees all nodes")
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> activeNodes(api).size() == size());
        }
    }

    /** The names of the nodes that this API shows as active. */
    public static List<String> activeNodes(TaktApi api) {
        List<String> names = new ArrayList<>();
        api.get("/api/v1/nodes").expect(200).path("items").forEach(node -> {
            if (node.path("state").asText().equals("ACTIVE")) {
                names.add(node.path("name").asText());
            }
        });
        return names;
    }

    /** A fault outside of the nodes, by which what one of them ran may have been started again. */
    public void countCrash() {
        crashes++;
    }

    /** The database's server, which a test may restart or kill. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** A connection to the record. */
    public Connection connect() throws SQLException, IOException {
        return DriverManager.getConnection(postgres.url(), PostgresServer.NAME, postgres.password());
    }

    /** The first column of the first row that the record answers with; null when there is none. */
    public String ask(String sql) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The node that owns the pool {@code default} and lives. While the pool is handed over nobody does, which is waited for. */
    public int owner() {
        return number(Awaitility.await("a node that lives owns the pool")
                .atMost(HAND_OVER_LIMIT)
                .until(
                        () -> ask("select n.name from pool_lease l join node n on n.id = l.owner"
                                + " where l.pool = 'default' and n.left_at is null"),
                        Objects::nonNull));
    }

    /** What the handlers of all nodes wrote so far. */
    public HandlerRecord record() throws IOException {
        return HandlerRecord.read(record);
    }

    /** Stops all nodes, then the database. */
    @Override
    public void close() {
        try {
            for (int node : List.copyOf(frozen)) {
                kill9(node);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.values().forEach(ServerProcess::close);
            postgres.close();
        }
    }

    private void signal(String signal, int node) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid(node))).start();
        if (!kill.waitFor(SIGNAL_LIMIT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IllegalStateException("SIG%s did not reach %s.".formatted(signal, name(node)));
        }
    }
}
