package dev.takt.record;

import dev.takt.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kinds of a batch's tasks, numbered from 1 in the order in which they come. */
final class KindsOfTasks {
    private final List<KindOfTask> all = new ArrayList<>();
    private final long[] ofEach;

    KindsOfTasks(List<Task> tasks) {
        this.ofEach = new long[tasks.size()];
        Map<KindOfTask, Integer> numbers = new HashMap<>();
        KindOfTask latest = null;
        int number = 0;
        for (int i = 0; i < ofEach.length; i++) {
            KindOfTask kind = KindOfTask.of(tasks.get(i));
            if (!kind.equals(latest)) {
                number = numbers.computeIfAbsent(kind, this::add);
                latest = kind;
            }
            ofEach[i] = number;
        }
    }

    private int add(KindOfTask kind) {
        all.add(kind);
        return all.size();
    }

    /** Each once, in the order of their numbers. */
    List<KindOfTask> all() {
        return all;
    }

    /** The number of each task's kind, in the order of the tasks. */
    long[] ofEach() {
        return ofEach;
    }
}
