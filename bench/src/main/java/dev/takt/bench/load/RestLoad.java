package dev.takt.bench.load;

import dev.takt.bench.workload.Entrance;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Takt over REST with an API token, one thread for each kept-alive connection; makes jobs and pauses the queue too. */
final class RestLoad implements Entrance {
    /** When the server is busy: about as long as it takes for one of its batches. */
    private static final long BUSY_PAUSE_NANOS = 10_000_000;

    private final List<HttpLine> lines = new ArrayList<>();
    private final URI server;
    private final String token;
    private final int connections;
    private final int batch;
    private final ExecutorService threads;

    RestLoad(URI server, String token, int connections, int batch) {
        this.server = server;
        this.token = token;
        this.connections = connections;
        this.batch = batch;
        this.threads = Executors.newFixedThreadPool(connections);
    }

    private synchronized List<HttpLine> lines() throws IOException {
        while (lines.size() < connections) {
            lines.add(new HttpLine(server, "Bearer " + token));
        }
        return lines;
    }

    @Override
    public void enqueue(long first, int tasks) throws Exception {
        AtomicLong next = new AtomicLong(first);
        List<Future<?>> senders = new ArrayList<>();
        for (HttpLine line : lines()) {
            senders.add(threads.submit(() -> {
                for (long begin = next.getAndAdd(batch); begin < first + tasks; begin = next.getAndAdd(batch)) {
                    send(line, begin, Math.min(begin + batch, first + tasks));
                }
                return null;
            }));
        }
        for (Future<?> sender : senders) {
            sender.get();
        }
    }

    private void send(HttpLine line, long begin, long end) throws IOException {
        if (batch == 1) {
            post(line, "/api/v1/tasks", task(begin));
            return;
        }
        StringBuilder json = new StringBuilder("[");
        for (long number = begin; number < end; number++) {
            json.append(number > begin ? "," : "").append(task(number));
        }
        post(line, "/api/v1/tasks/batch", json.append(']').toString());
    }

    private static void post(HttpLine line, String path, String json) throws IOException {
        while (true) {
            try {
                line.send("POST", path, json);
                return;
            } catch (HttpLine.Busy later) {
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
    }

    @Override
    public void enqueueOne(long number) throws IOException {
        lines().get(0).send("POST", "/api/v1/tasks", task(number));
    }

    /** A task of the bench's handler. */
    static String task(long number) {
        return "{\"handler\":\"bench\",\"payload\":" + number + "}";
    }

    /** Spread schedules are an interval from when they are made, so they are made at a pace; the others are a cron. */
    @Override
    public void schedule(int schedules, Duration period, boolean spread) throws IOException {
        String trigger = spread
                ? "{\"name\":\"t\",\"every\":\"" + period + "\"}"
                : "{\"name\":\"t\",\"cron\":\"*/" + period.toSeconds() + " * * * * *\",\"zone\":\"UTC\"}";
        long step = period.dividedBy(schedules).toNanos();
        long next = System.nanoTime();
        for (int schedule = 0; schedule < schedules; schedule++) {
            if (spread) {
                LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
                next += step;
            }
            lines().get(0)
                    .send(
                            "PUT",
                            "/api/v1/jobs/bench-" + schedule,
                            "{\"handler\":\"bench-firing\",\"payload\":" + schedule + ",\"triggers\":[" + trigger
                                    + "]}");
        }
    }

    @Override
    public void hold() throws IOException {
        lines().get(0).send("POST", "/api/v1/queues/default/pause", "");
    }
}
