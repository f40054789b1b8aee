package dev.takt.own;

import java.util.Random;

/**
 * What goes wrong, and how often, in one simulation: each seed has its own mixture, so that some have few kinds of faults
 * and much of each, and others everything ("swarm testing": A. Groce et al., ISSTA 2012).
 */
final class Weather {
    double loss;
    double duplication;
    double delay;
    long delayNanos;
    double answerLoss;
    double databaseFailure;
    double slowDatabase;
    long slowNanos;
    double frozenInTransaction;
    double[] faults;

    /** Kinds of faults that come now and then. */
    enum Fault {
        CRASH,
        PAUSE,
        PARTITION,
        DATABASE_UNREACHABLE_FOR_ONE,
        DATABASE_DOWN,
        STOP,
        DRAIN,
        HANDLERS,
        SETTINGS,
        TRIGGERS,
        SUSPICION
    }

    static Weather of(Random random) {
        Weather weather = new Weather();
        weather.loss = one(random, 0, 0, 0.01, 0.1, 0.3);
        weather.duplication = one(random, 0, 0, 0.05, 0.3);
        weather.delay = one(random, 0, 0.02, 0.2);
        weather.delayNanos = (long) one(random, 20, 300, 3_000) * Timeline.MILLI;
        weather.answerLoss = one(random, 0, 0.1, 0.3);
        weather.databaseFailure = one(random, 0, 0, 0.005, 0.03);
        weather.slowDatabase = one(random, 0, 0, 0.02, 0.1);
        weather.slowNanos = (long) one(random, 20, 300, 1_500) * Timeline.MILLI;
        weather.frozenInTransaction = one(random, 0, 0, 0, 0.003);
        weather.faults = new double[Fault.values().length];
        for (Fault fault : Fault.values()) {
            weather.faults[fault.ordinal()] = one(random, 0, 0, 0.05, 0.25);
        }
        return weather;
    }

    private static double one(Random random, double... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** From now on all goes well. */
    void clearUp() {
        loss = 0;
        duplication = 0;
        delay = 0;
        answerLoss = 0;
        databaseFailure = 0;
        slowDatabase = 0;
        frozenInTransaction = 0;
        faults = new double[Fault.values().length];
    }
}
