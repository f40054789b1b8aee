package dev.takt.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server on which connections can be dropped silently: neither end hears of it. New ones are not. */
final class FadingNetwork implements AutoCloseable {
    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Way> ways = new CopyOnWriteArrayList<>();
    private final int server;

    FadingNetwork(int server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on nothing gets through on the connections that there are. */
    void dropSilently() {
        ways.forEach(way -> way.silent = true);
    }

    private void accept() throws IOException {
        while (true) {
            Way way = new Way(entrance.accept(), new Socket(InetAddress.getLoopbackAddress(), server));
            ways.add(way);
            start(() -> way.carry(way.client, way.target));
            start(() -> way.carry(way.target, way.client));
        }
    }

    private static final class Way {
        private final Socket client;
        private final Socket target;
        private volatile boolean silent;

        Way(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        void carry(Socket from, Socket to) throws IOException {
            byte[] bytes = new byte[8_192];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (!silent) {
                    out.write(bytes, 0, n);
                }
            }
            to.close();
        }
    }

    private interface Pump {
        void run() throws IOException;
    }

    private static void start(Pump pump) {
        Thread thread = new Thread(() -> {
            try {
                pump.run();
            } catch (IOException closed) {
                // One end has gone, and the test with it.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Way way : ways) {
            way.client.close();
            way.target.close();
        }
    }
}
