package dev.takt.own;

import dev.takt.api.TaskState;
import dev.takt.core.pool.PoolMachine;
import dev.takt.core.queue.QueueSettings;
import dev.takt.core.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a pool's machine from the record, at the beginning of a reign. */
final class PoolLoader {
    private PoolLoader() {}

    /** @param running what the record says is running, on whatever node */
    record Loaded(PoolMachine machine, List<Task> running) {}

    static Loaded load(PoolRecord record, String pool, long epoch, EndedCounts ended) {
        PoolRecord.Loaded loaded = record.load(pool);
        PoolMachine machine = new PoolMachine(loaded.settings().pool(), epoch, loaded.anyScheduled());
        for (QueueSettings queue : loaded.settings().queues()) {
            machine.load(queue, loaded.ready().getOrDefault(queue.name(), Set.of()));
        }
        loaded.running().forEach(machine::loadRunning);
        loaded.endedByMinute().forEach(cell -> ended.load(cell.minuteMicros(), cell.state(), cell.tasks()));
        for (Map.Entry<TaskState, Long> total : loaded.ended().entrySet()) {
            ended.loadTotal(total.getKey(), total.getValue());
        }
        return new Loaded(machine, loaded.running());
    }
}
