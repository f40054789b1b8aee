package dev.takt.job;

import dev.takt.api.Needs;
import dev.takt.api.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a job is. Null means Takt's default.
 *
 * @param handler who performs its tasks
 * @param description a sentence for people
 * @param payload the default payload, JSON text
 * @param queue the queue of its tasks
 * @param priority -100 to 100
 * @param timeout how long an attempt may take
 * @param ttl how long a task may wait for its start
 * @param retry what happens after a failed attempt
 * @param labels put on each task
 * @param needs what each task asks beyond a handler and a free slot; its deadline is a duration
 * @param paused when true its triggers do not fire
 * @param triggers up to 20
 */
public record JobDefinition(
        String handler,
        String description,
        String payload,
        String queue,
        Integer priority,
        Duration timeout,
        Duration ttl,
        Retry retry,
        Map<String, String> labels,
        Needs needs,
        boolean paused,
        List<TriggerDefinition> triggers) {}
