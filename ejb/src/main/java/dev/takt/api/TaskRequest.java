package dev.takt.api;

import dev.takt.api.board.Binding;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A wish for one task. What is null is taken from the job, or else from Takt's defaults. Made by {@link #forJob} or
 * {@link #forHandler}; checked when it is submitted, not here.
 *
 * @param job the job to run; null when {@code handler} is given
 * @param handler the handler to call; null when {@code job} is given
 * @param payload JSON text for the handler; null for none
 * @param queue the queue to wait in
 * @param priority -100 to 100; higher goes first in queues ordered by priority
 * @param key the caller's idempotency key, up to 200 characters: the same key never makes a second task
 * @param due the earliest time to start; not together with {@code delay}
 * @param delay how long to wait before it may start; not together with {@code due}
 * @param timeout how long one attempt may take
 * @param ttl how long the task may wait for its first start before it expires
 * @param retry what happens after a failed attempt
 * @param labels up to 20 names with values, to find the task by
 * @param needs what it asks beyond a handler and a free slot
 */
public record TaskRequest(
        String job,
        String handler,
        String payload,
        String queue,
        Integer priority,
        String key,
        Instant due,
        Duration delay,
        Duration timeout,
        Duration ttl,
        Retry retry,
        Map<String, String> labels,
        Needs needs)
        implements Serializable {

    public TaskRequest {
        // A map of its own that can travel: immutable, ordered, serialisable.
        labels = labels == null ? null : java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** A task of a job. */
    public static Builder forJob(String job) {
        Builder builder = new Builder();
        builder.job = job;
        return builder;
    }

    /** A task for a handler, without a job. */
    public static Builder forHandler(String handler) {
        Builder builder = new Builder();
        builder.handler = handler;
        return builder;
    }

    /** Collects the parts of a {@link TaskRequest}. */
    public static final class Builder {
        private String job;
        private String handler;
        private String payload;
        private String queue;
        private Integer priority;
        private String key;
        private Instant due;
        private Duration delay;
        private Duration timeout;
        private Duration ttl;
        private Retry retry;
        private final Map<String, String> labels = new TreeMap<>();
        private Duration expected;
        private Instant deadline;
        private Duration deadlineIn;
        private Double cpu;
        private Integer memoryMb;
        private String affinityKey;
        private String group;
        private final Map<String, String> nodeLabels = new TreeMap<>();
        private final Map<String, String> preferLabels = new TreeMap<>();

        private Builder() {}

        /** The payload as an object, written by JSON Binding. */
        public Builder payload(Object value) {
            return payloadJson(value == null ? null : Binding.jsonb().toJson(value));
        }

        /** The payload as JSON text. */
        public Builder payloadJson(String json) {
            this.payload = json;
            return this;
        }

        public Builder queue(String name) {
            this.queue = name;
            return this;
        }

        public Builder priority(int value) {
            this.priority = value;
            return this;
        }

        /** The idempotency key. */
        public Builder key(String value) {
            this.key = value;
            return this;
        }

        public Builder due(Instant at) {
            this.due = at;
            return this;
        }

        public Builder delay(Duration wait) {
            this.delay = wait;
            return this;
        }

        public Builder timeout(Duration limit) {
            this.timeout = limit;
            return this;
        }

        public Builder ttl(Duration limit) {
            this.ttl = limit;
            return this;
        }

        public Builder retry(Retry policy) {
            this.retry = policy;
            return this;
        }

        public Builder label(String name, String value) {
            this.labels.put(name, value);
            return this;
        }

        /** How long an attempt is expected to take. */
        public Builder expected(Duration length) {
            this.expected = length;
            return this;
        }

        /** When it should have ended. */
        public Builder deadline(Instant at) {
            this.deadline = at;
            return this;
        }

        /** When it should have ended, counted from when it may start. */
        public Builder deadline(Duration in) {
            this.deadlineIn = in;
            return this;
        }

        /** Cores that an attempt takes from its node, such as 0.5. */
        public Builder cpu(double cores) {
            this.cpu = cores;
            return this;
        }

        /** Mebibytes that an attempt takes from its node. */
        public Builder memoryMb(int mebibytes) {
            this.memoryMb = mebibytes;
            return this;
        }

        /** Tasks with the same key prefer the same node, where the pool places by {@code HASH}. */
        public Builder affinityKey(String value) {
            this.affinityKey = value;
            return this;
        }

        /** Tasks of one group are put together or apart, where the pool places by {@code COLLOCATE} or {@code SPREAD}. */
        public Builder group(String name) {
            this.group = name;
            return this;
        }

        /** A label that the node must have. */
        public Builder nodeLabel(String name, String value) {
            this.nodeLabels.put(name, value);
            return this;
        }

        /** A label that the node should have, where the pool places by {@code LOCALITY}. */
        public Builder preferLabel(String name, String value) {
            this.preferLabels.put(name, value);
            return this;
        }

        private Needs needs() {
            Needs needs = new Needs(
                    expected, deadline, deadlineIn, cpu, memoryMb, affinityKey, group, nodeLabels, preferLabels);
            return needs.equals(Needs.NONE) ? null : needs;
        }

        public TaskRequest build() {
            return new TaskRequest(
                    job,
                    handler,
                    payload,
                    queue,
                    priority,
                    key,
                    due,
                    delay,
                    timeout,
                    ttl,
                    retry,
                    labels.isEmpty() ? null : labels,
                    needs());
        }
    }
}
