package dev.takt.bench.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Processor time of processes, from Linux' {@code /proc/PID/stat} (proc(5)); exact to a hundredth of a second. */
public final class ProcessTime {
    /** A tick is a hundredth of a second on every Linux of today (sysconf(_SC_CLK_TCK)). */
    private static final long MICROS_A_TICK = 10_000;

    /** Places after the closing bracket of the name: own user and system time, then that of children that have ended. */
    private static final int USER = 11;

    private static final int CHILDREN_USER = 13;

    private ProcessTime() {}

    /** Of one process, with all its threads. */
    public static long micros(long pid) throws IOException {
        return ticks(pid, USER) * MICROS_A_TICK;
    }

    /** Of a process and its children, those that have ended too. */
    public static long familyMicros(long pid) throws IOException {
        long ticks = ticks(pid, USER) + ticks(pid, CHILDREN_USER);
        List<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().children().toList();
        for (ProcessHandle child : children) {
            ticks += ticks(child.pid(), USER);
        }
        return ticks * MICROS_A_TICK;
    }

    private static long ticks(long pid, int place) throws IOException {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[place]) + Long.parseLong(fields[place + 1]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
