package dev.takt.bench.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what the driver says, one command at a time: {@code {"do": "enqueue", "first": 0, "tasks": 50000}}. Answers are JSON
 * objects; a failure is one with {@code failure}.
 */
public final class ControlPoint {
    /** How exactly the end in the record is seen; a look costs well under a millisecond. */
    private static final long LOOK_INTERVAL_NANOS = 1_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Entrance entrance;
    private final Ledger ledger;
    private final Tally tally;

    /**
     * A control point.
     *
     * @param ledger null when the contestant's record is not here, but in the process that handles the tasks
     */
    public ControlPoint(Entrance entrance, Ledger ledger, Tally tally) {
        this.entrance = entrance;
        this.ledger = ledger;
        this.tally = tally;
    }

    /** Performs a command; never throws. */
    public String answer(String command) {
        try {
            return JSON.writeValueAsString(perform(JSON.readTree(command)));
        } catch (Exception e) {
            StringWriter story = new StringWriter();
            e.printStackTrace(new PrintWriter(story));
            return JSON.createObjectNode().put("failure", story.toString()).toString();
        }
    }

    private ObjectNode perform(JsonNode command) throws Exception {
        return switch (command.path("do").asText()) {
            case "expect" -> expect(command);
            case "enqueue" -> enqueue(command);
            case "pace" -> pace(command);
            case "await" -> await(command);
            case "starts" -> JSON.createObjectNode().set("startedAtNanos", array(tally.startedAtNanos()));
            case "schedule" -> schedule(command);
            case "dues" ->
                JSON.createObjectNode()
                        .set(
                                "dues",
                                array(ledger.firstDues(command.path("schedules").asInt())));
            case "firings" -> firings();
            case "hold" -> hold();
            case "heap" -> heap();
            default -> throw new IllegalArgumentException("Not a command: " + command);
        };
    }

    private ObjectNode expect(JsonNode command) {
        tally.expect(
                command.path("first").asLong(),
                command.path("tasks").asInt(),
                Duration.ofMillis(command.path("lengthMillis").asLong()));
        return JSON.createObjectNode();
    }

    private ObjectNode enqueue(JsonNode command) throws Exception {
        long startedAt = System.nanoTime();
        entrance.enqueue(command.path("first").asLong(), command.path("tasks").asInt());
        return JSON.createObjectNode().put("startedAtNanos", startedAt).put("endedAtNanos", System.nanoTime());
    }

    /** One task at a time, at a fixed pace; a call that takes longer delays the next. */
    private ObjectNode pace(JsonNode command) throws Exception {
        long first = command.path("first").asLong();
        long intervalNanos =
                Duration.ofMillis(command.path("intervalMillis").asLong()).toNanos();
        long[] calledAt = new long[command.path("tasks").asInt()];
        long next = System.nanoTime();
        for (int task = 0; task < calledAt.length; task++) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            calledAt[task] = System.nanoTime();
            entrance.enqueueOne(first + task);
            next += intervalNanos;
        }
        return JSON.createObjectNode().set("calledAtNanos", array(calledAt));
    }

    /** Waits until all have ended and the record says so, then looks for what is wrong. */
    private ObjectNode await(JsonNode command) throws Exception {
        Duration limit = Duration.ofSeconds(command.path("limitSeconds").asLong());
        long deadline = System.nanoTime() + limit.toNanos();
        boolean ended = tally.awaitAll(limit);
        boolean idle = ledger.isIdle();
        while (!idle && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_INTERVAL_NANOS);
            idle = ledger.isIdle();
        }
        long doneAt = System.nanoTime();
        return JSON.createObjectNode()
                .put("ended", ended)
                .put("idle", idle)
                .put("doneAtNanos", doneAt)
                .put("allEndedAtNanos", tally.allEndedAtNanos())
                .put("missing", tally.missing())
                .put("surplus", tally.surplus())
                .put(
                        "fault",
                        ledger.fault(
                                        command.path("first").asLong(),
                                        command.path("tasks").asInt())
                                .orElse(null));
    }

    private ObjectNode schedule(JsonNode command) throws Exception {
        entrance.schedule(
                command.path("schedules").asInt(),
                Duration.ofMillis(command.path("periodMillis").asLong()),
                command.path("spread").asBoolean());
        return JSON.createObjectNode();
    }

    private ObjectNode firings() {
        ArrayNode schedules = JSON.createArrayNode();
        ArrayNode times = JSON.createArrayNode();
        for (Tally.Firing firing : tally.firings()) {
            schedules.add(firing.schedule());
            times.add(firing.atMicros());
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("schedules", schedules);
        answer.set("atMicros", times);
        return answer;
    }

    private ObjectNode hold() throws Exception {
        entrance.hold();
        return JSON.createObjectNode();
    }

    /** What is live after a full collection. */
    private static ObjectNode heap() {
        System.gc();
        return JSON.createObjectNode()
                .put(
                        "heapBytes",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static ArrayNode array(long[] values) {
        ArrayNode array = JSON.createArrayNode();
        for (long value : values) {
            array.add(value);
        }
        return array;
    }
}
