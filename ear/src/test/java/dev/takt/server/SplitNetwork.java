package dev.takt.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Some hosts on one machine, as network namespaces on a bridge, which can be cut off from each other and from this host as
 * a broken cable does it: what is sent gets lost, and nobody is told. Needs root and {@code ip} (iproute2).
 */
public final class SplitNetwork implements AutoCloseable {
    private static final String BRIDGE = "takt-it";
    private static final String PREFIX = "10.213.7.";
    private static final String NOWHERE = "02:00:00:00:00:99";
    private static final long COMMAND_LIMIT_SECONDS = 10;

    private final int hosts;

    private SplitNetwork(int hosts) {
        this.hosts = hosts;
    }

    /** Why this machine cannot do it; null when it can. */
    public static String obstacle() {
        try {
            if (run(true, "ip", "netns", "add", BRIDGE + "-try") != 0) {
                return "Network namespaces cannot be made here: that needs root and iproute2 (apt install iproute2).";
            }
            run(true, "ip", "netns", "del", BRIDGE + "-try");
            return null;
        } catch (IOException noSuchCommand) {
            return "There is no command 'ip' here: install iproute2 (apt install iproute2).";
        }
    }

    /** Makes the hosts, which count from 1, and a bridge between them and this host. */
    public static SplitNetwork of(int hosts) throws IOException {
        SplitNetwork network = new SplitNetwork(hosts);
        network.close();
        must("ip", "link", "add", BRIDGE, "type", "bridge");
        must("ip", "addr", "add", PREFIX + "1/24", "dev", BRIDGE);
        must("ip", "link", "set", BRIDGE, "up");
        for (int host = 1; host <= hosts; host++) {
            String name = name(host);
            must("ip", "netns", "add", name);
            must("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
            must("ip", "link", "set", name, "master", BRIDGE, "up");
            network.within(host, "ip", "addr", "add", network.address(host) + "/24", "dev", "eth0");
            network.within(host, "ip", "link", "set", "eth0", "up");
            network.within(host, "ip", "link", "set", "lo", "up");
        }
        return network;
    }

    /** This host's address, as the others see it. */
    public String here() {
        return PREFIX + 1;
    }

    /** A host's address. */
    public String address(int host) {
        return PREFIX + (10 + host);
    }

    /** The command that runs another on a host. */
    public List<String> prefix(int host) {
        return List.of("ip", "netns", "exec", name(host));
    }

    /** Nothing gets from one host to the other any more, nor back. */
    public void cut(int one, int other) throws IOException {
        lose(one, address(other));
        lose(other, address(one));
    }

    /** Nothing gets from a host to this one any more; what comes from here gets no answer. */
    public void cutOff(int host) throws IOException {
        lose(host, here());
    }

    private void lose(int host, String address) throws IOException {
        within(host, "ip", "neigh", "replace", address, "lladdr", NOWHERE, "dev", "eth0", "nud", "permanent");
    }

    /** All hosts reach each other again. */
    public void heal() throws IOException {
        for (int host = 1; host <= hosts; host++) {
            within(host, "ip", "neigh", "flush", "dev", "eth0", "nud", "permanent");
        }
    }

    @Override
    public void close() throws IOException {
        for (int host = 1; host <= hosts; host++) {
            // A namespace takes its end of the cable with it, but only later.
            run(true, "ip", "link", "del", name(host));
            run(true, "ip", "netns", "del", name(host));
        }
        run(true, "ip", "link", "del", BRIDGE);
    }

    private static String name(int host) {
        return BRIDGE + host;
    }

    private void within(int host, String... command) throws IOException {
        List<String> all = new ArrayList<>(prefix(host));
        all.addAll(List.of(command));
        must(all.toArray(String[]::new));
    }

    private static void must(String... command) throws IOException {
        int code = run(false, command);
        if (code != 0) {
            throw new IOException("'%s' ended with %d.".formatted(String.join(" ", command), code));
        }
    }

    private static int run(boolean quiet, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        try {
            if (process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("'%s' did not end.".formatted(String.join(" ", command)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", interrupted);
        }
    }
}
