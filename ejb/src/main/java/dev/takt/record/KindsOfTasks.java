package dev.takt.record;

import dev.takt.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The kinds of a batch's tasks, numbered in the order in which they come. */
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
        return all.size() - 1;
    }

    /** Each once; its place is its number. */
    List<KindOfTask> all() {
        return all;
    }

    long[] numbers() {
        return LongStream.range(0, all.size()).toArray();
    }

    /** The number of each task's kind, in the order of the tasks. */
    long[] ofEach() {
        return ofEach;
    }
}
