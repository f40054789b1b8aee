package dev.takt.own;

import dev.takt.api.TaktException;
import dev.takt.record.RecordException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Runs simulations: without a history first, since most succeed; again with one when something does not hold. */
final class SimulationRun {
    /** Kept here, or its settings would be lost with it. */
    private static final Logger PRODUCTION = Logger.getLogger("dev.takt");

    private static final ThreadLocal<Timeline> PRESENT = new ThreadLocal<>();

    private SimulationRun() {}

    /** What went wrong with a seed. */
    record Failure(long seed, Timeline.Violation violation, String history) {
        @Override
        public String toString() {
            return history + "\nSeed " + seed + ": " + violation.getMessage()
                    + "\nReplay it with -Dtest=ClusterSimulationTest -Dsimulation.seed=" + seed;
        }
    }

    /** Production's log goes into the history, and a failure that it did not expect is a violation. */
    static void listenToLog() {
        PRODUCTION.setUseParentHandlers(false);
        PRODUCTION.setLevel(Level.SEVERE);
        for (Handler handler : PRODUCTION.getHandlers()) {
            PRODUCTION.removeHandler(handler);
        }
        PRODUCTION.addHandler(new Ear());
    }

    /** Leaves the log as it was. */
    static void leaveLog() {
        for (Handler handler : PRODUCTION.getHandlers()) {
            PRODUCTION.removeHandler(handler);
        }
        PRODUCTION.setUseParentHandlers(true);
        PRODUCTION.setLevel(null);
    }

    private static final class Ear extends Handler {
        @Override
        public void publish(LogRecord line) {
            Timeline timeline = PRESENT.get();
            Throwable thrown = line.getThrown();
            if (timeline == null) {
                return;
            }
            timeline.tell("log", "%s", line.getMessage());
            if (thrown instanceof RuntimeException
                    && !(thrown instanceof TaktException.Busy)
                    && !(thrown instanceof RecordException)) {
                timeline.fail("production code failed: " + thrown, thrown);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Null when everything holds. */
    static Failure of(long seed, Mutation mutation) {
        if (violation(seed, mutation, new Timeline(seed, false)) == null) {
            return null;
        }
        Timeline telling = new Timeline(seed, true);
        Timeline.Violation again = violation(seed, mutation, telling);
        return again == null
                ? new Failure(seed, telling.fail("the second run of the same seed went otherwise", null), "")
                : new Failure(seed, again, telling.history());
    }

    private static Timeline.Violation violation(long seed, Mutation mutation, Timeline timeline) {
        PRESENT.set(timeline);
        try {
            new ClusterSimulation(seed, mutation, timeline).run();
            return timeline.violation();
        } catch (Timeline.Violation violation) {
            return violation;
        } catch (RuntimeException | Error failure) {
            return timeline.fail("the simulation failed: " + failure, failure);
        } finally {
            PRESENT.remove();
        }
    }
}
