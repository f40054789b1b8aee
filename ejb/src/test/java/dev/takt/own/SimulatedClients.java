package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.api.TaskReceipt;
import dev.takt.core.retry.RetryPolicy;
import dev.takt.core.task.Demand;
import dev.takt.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Those who submit and cancel, through whatever node; who gets no answer submits again with the same keys. */
final class SimulatedClients {
    private static final long PATIENCE_NANOS = 8 * Timeline.SECOND;
    private static final String LONG_PAYLOAD = "\"" + "x".repeat(1_100) + "\"";

    private final ClusterSimulation simulation;
    private final Timeline timeline;
    private final Random random;
    private int unanswered;
    private int actors;

    SimulatedClients(ClusterSimulation simulation) {
        this.simulation = simulation;
        this.timeline = simulation.timeline();
        this.random = timeline.random();
    }

    /** Requests at random times. */
    void begin(long nanos) {
        int requests = 3 + random.nextInt(25);
        for (int n = 0; n < requests; n++) {
            String key = random.nextInt(5) == 0 ? null : "k" + n;
            String pool = simulation.anyPool();
            int tasks = 1 + random.nextInt(4);
            List<Wish> wishes = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                wishes.add(wish(key == null ? null : key + "." + i, pool));
            }
            timeline.after(timeline.between(0, nanos), () -> submit(wishes));
        }
    }

    /** A task that is wanted; each time it is asked for it gets another id. */
    private record Wish(
            String key,
            String pool,
            String queue,
            String handler,
            String payload,
            int priority,
            long delayMicros,
            long lifeMicros,
            long timeoutMillis,
            RetryPolicy retry,
            Demand demand,
            UUID retryOf) {
        /** The same once more, since what came of it is not good enough. */
        Wish again(UUID ended) {
            return new Wish(
                    null,
                    pool,
                    queue,
                    handler,
                    payload,
                    priority,
                    0,
                    0,
                    timeoutMillis,
                    retry,
                    demand.withoutDeadline(),
                    ended);
        }

        TaskSpec spec(SimulatedNode node) {
            long now = node.nowMicros();
            return new TaskSpec(
                    node.ids().next(),
                    pool,
                    queue,
                    null,
                    0,
                    handler,
                    payload,
                    null,
                    key,
                    retryOf,
                    "client",
                    priority,
                    now,
                    delayMicros == 0 ? 0 : now + delayMicros,
                    lifeMicros == 0 ? 0 : now + lifeMicros,
                    timeoutMillis,
                    retry,
                    demand);
        }
    }

    private Wish wish(String key, String pool) {
        String handler = ClusterSimulation.HANDLERS.get(random.nextInt(ClusterSimulation.HANDLERS.size()));
        return new Wish(
                key,
                pool,
                pool + (random.nextBoolean() ? "-a" : "-b"),
                handler,
                random.nextInt(10) == 0 ? LONG_PAYLOAD : "1",
                random.nextInt(21) - 10,
                random.nextInt(5) == 0 ? random.nextInt(5_000_000) + 1 : 0,
                random.nextInt(12) == 0 ? random.nextInt(8_000_000) + 1 : 0,
                handler.equals("stuck") || random.nextInt(10) == 0 ? 500 + random.nextInt(1_500) : 0,
                new RetryPolicy(1 + random.nextInt(4), 50 + random.nextInt(500), 2, 3_000),
                random.nextInt(3) == 0 ? simulation.demand() : Demand.NONE,
                null);
    }

    private void submit(List<Wish> wishes) {
        SimulatedNode node = simulation.anyNode();
        if (node == null) {
            timeline.after(Timeline.SECOND, () -> submit(wishes));
            return;
        }
        unanswered++;
        List<String> keys = wishes.stream().map(Wish::key).toList();
        boolean[] over = {false};
        boolean keyed = keys.get(0) != null;
        Runnable again = () -> {
            if (!over[0]) {
                over[0] = true;
                unanswered--;
                if (keyed) {
                    timeline.tell("client", "submits %s again", keys);
                    submit(wishes);
                }
            }
        };
        timeline.after(PATIENCE_NANOS, again);
        node.run(() -> {
            List<TaskSpec> tasks = wishes.stream().map(wish -> wish.spec(node)).toList();
            timeline.tell("client", "submits %s at %s", keys, node.name());
            ask(node, () -> node.envoy().submit(tasks), again, receipts -> {
                simulation.invariants().answered(receipts, keys);
                if (!over[0]) {
                    over[0] = true;
                    unanswered--;
                    goOn(wishes, receipts);
                }
            });
        });
    }

    private interface Question<T> {
        CompletionStage<T> ask();
    }

    private interface Answer<T> {
        void is(T answer);
    }

    private <T> void ask(SimulatedNode node, Question<T> question, Runnable refused, Answer<T> answered) {
        try {
            question.ask().whenComplete((answer, failure) -> {
                boolean heard = !timeline.chance(simulation.weather().answerLoss);
                if (failure != null) {
                    timeline.tell("client", "is refused at %s: %s", node.name(), failure.getMessage());
                    if (heard) {
                        timeline.after(timeline.upTo(Timeline.SECOND), refused);
                    }
                } else if (heard) {
                    answered.is(answer);
                }
            });
        } catch (TaktException.Busy busy) {
            timeline.tell("client", "is refused at %s: %s", node.name(), busy.getMessage());
            timeline.after(timeline.upTo(Timeline.SECOND), refused);
        }
    }

    /** Some change their mind, some cannot wait, and some want a thing again that has ended. */
    private void goOn(List<Wish> wishes, List<TaskReceipt> receipts) {
        for (int i = 0; i < receipts.size(); i++) {
            Wish wish = wishes.get(i);
            UUID task = UUID.fromString(receipts.get(i).id());
            long wait = timeline.upTo(5 * Timeline.SECOND);
            switch (random.nextInt(16)) {
                case 0, 1 -> timeline.after(wait, () -> cancel(wish.pool(), task));
                case 2 -> timeline.after(wait, () -> hasten(wish.pool(), task));
                case 3 -> {
                    unanswered++;
                    timeline.after(wait, () -> {
                        unanswered--;
                        if (simulation.database().history.containsKey(task)) {
                            submit(List.of(wish.again(task)));
                        }
                    });
                }
                default -> {
                    if (wish.delayMicros() != 0 && random.nextInt(3) == 0) {
                        timeline.after(wait / 4, () -> hasten(wish.pool(), task));
                    }
                }
            }
        }
    }

    private void cancel(String pool, UUID task) {
        SimulatedNode node = simulation.anyNode();
        if (node != null) {
            node.run(() -> {
                timeline.tell("client", "cancels %s at %s", SimulatedDatabase.brief(task), node.name());
                ask(node, () -> node.envoy().cancel(pool, task, actor()), () -> {}, receipt -> simulation
                        .invariants()
                        .cancelled(task));
            });
        }
    }

    private void hasten(String pool, UUID task) {
        SimulatedNode node = simulation.anyNode();
        if (node != null) {
            node.run(() -> {
                String actor = actor();
                timeline.tell("client", "hastens %s at %s", SimulatedDatabase.brief(task), node.name());
                ask(node, () -> node.envoy().hasten(pool, task, actor), () -> {}, receipt -> simulation
                        .invariants()
                        .hastened(task, actor));
            });
        }
    }

    /** Somebody of their own for each request, so that each has its trace. */
    private String actor() {
        return "client" + ++actors;
    }

    /** How many requests wait for an answer. */
    int unanswered() {
        return unanswered;
    }
}
